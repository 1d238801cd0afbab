import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { makeScriptsLate } from "./late-scripts";
import { policyWithScripts } from "./security-headers";

type Headers = Record<string, string | string[]>;

/** A page that Next rendered for nobody in particular. */
export type RenderedPage = {
  status: number;
  html: Buffer;
  headers: Headers;
  /** Until when it stays true by the clock alone; null when it must not be kept. */
  keepUntil: Date | null;
};

export type Encoding = "br" | "gzip" | "identity";

/** A page ready to be sent: body and headers of each encoding made once. */
export type KeptPage = {
  status: number;
  versions: Record<Encoding, PageVersion>;
  keepUntil: Date | null;
  bytes: number;
};

/**
 * Headers are names and values in turn, as `writeHead` takes them without looking at each: those of the
 * page, and those of a 304. The tag is null when nobody may keep the page.
 */
type PageVersion = { body: Buffer; headers: string[]; etag: string | null; unchanged: string[] };

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const hashOf = (text: string | Buffer) => createHash("sha256").update(text).digest("base64");

/** The hashes of a page's inline scripts, for its Content-Security-Policy. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...new Set([...scripts].map(([, code]) => `'sha256-${hashOf(code ?? "")}'`))];
}

/** A page as it goes over the wire in an encoding. */
export async function pack(page: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "gzip") return compressGzip(page);
  if (encoding === "identity") return page;
  // Level 5: a third of the work of the best for a few per cent more bytes, and labels change in a rush.
  return compressBrotli(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

/** A shared cache may keep a page for a second, a browser asks every time and mostly hears 304. */
const forCaches = "public, max-age=0, s-maxage=1, must-revalidate";

/**
 * Lets a page's scripts come late, compresses it, names its versions and pins down the scripts it may run.
 * @param always the headers of every answer
 * @param forOne true when this page answers one person's form, so that no cache outside may keep it
 */
export async function makeKeptPage(
  page: RenderedPage,
  always: Record<string, string> = {},
  forOne = false,
): Promise<KeptPage> {
  const text = makeScriptsLate(page.html.toString());
  const html = Buffer.from(text);
  const [br, gz] = await Promise.all([pack(html, "br"), pack(html, "gzip")]);
  const tag = hashOf(html).slice(0, 22);
  const headers: Headers = {
    ...always,
    ...page.headers,
    vary: ["accept-encoding", page.headers.vary ?? []].flat().join(", "),
    "Content-Security-Policy": policyWithScripts(inlineScriptHashes(text)),
  };
  if (forOne) headers["Cache-Control"] = "private, no-store";
  else if (page.keepUntil) headers["Cache-Control"] = forCaches;
  const version = (body: Buffer, encoding: Encoding): PageVersion => {
    const etag = page.keepUntil && !forOne ? `"${tag}-${encoding}"` : null;
    const named: Headers = etag ? { ...headers, ETag: etag } : headers;
    const whole: Headers = { ...named, "Content-Length": String(body.length) };
    if (encoding !== "identity") whole["Content-Encoding"] = encoding;
    return { body, headers: inTurn(whole), etag, unchanged: inTurn(named) };
  };
  return {
    status: page.status,
    versions: { br: version(br, "br"), gzip: version(gz, "gzip"), identity: version(html, "identity") },
    keepUntil: page.keepUntil,
    bytes: br.length + gz.length + html.length,
  };
}

const inTurn = (headers: Headers) =>
  Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));

/** The best encoding that an Accept-Encoding header allows. */
export function chooseEncoding(accept: string | undefined): Encoding {
  if (!accept) return "identity";
  const weights = new Map<string, number>();
  for (const part of accept.toLowerCase().split(",")) {
    const [name = "", ...options] = part.split(";").map((text) => text.trim());
    const weight = options.find((option) => option.startsWith("q="))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  if (weightOf("br") > 0 && weightOf("br") >= weightOf("gzip")) return "br";
  return weightOf("gzip") > 0 ? "gzip" : "identity";
}

/** Whether an If-None-Match header names this version. */
export const matchesTag = (header: string | undefined, etag: string) =>
  header?.split(",").some((part) => [etag, "*"].includes(part.trim().replace(/^W\//, ""))) ?? false;
