import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { policyWithScripts } from "./security-headers";

/** A page that Next rendered for nobody in particular. */
export type RenderedPage = {
  status: number;
  html: Buffer;
  headers: Record<string, string | string[]>;
  /** Until when it stays true by the clock alone; null when it must not be kept. */
  keepUntil: Date | null;
};

export type Encoding = "br" | "gzip" | "identity";

/** A page ready to be sent: each encoding made once. */
export type KeptPage = {
  status: number;
  headers: Record<string, string | string[]>;
  bodies: Record<Encoding, { body: Buffer; etag: string }>;
  keepUntil: Date | null;
  bytes: number;
};

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const hashOf = (text: string | Buffer) => createHash("sha256").update(text).digest("base64");

/** The hashes of a page's inline scripts, for its Content-Security-Policy. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...new Set([...scripts].map(([, code]) => `'sha256-${hashOf(code ?? "")}'`))];
}

/** Compresses a page, names its versions and pins down the scripts it may run. */
export async function makeKeptPage(page: RenderedPage): Promise<KeptPage> {
  const [br, gz] = await Promise.all([
    // Level 5: a third of the work of the best for a few per cent more bytes, and labels change in a rush.
    compressBrotli(page.html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    compressGzip(page.html),
  ]);
  const tag = hashOf(page.html).slice(0, 22);
  const named = (body: Buffer, encoding: Encoding) => ({ body, etag: `"${tag}-${encoding}"` });
  const bodies = { br: named(br, "br"), gzip: named(gz, "gzip"), identity: named(page.html, "identity") };
  const headers = {
    ...page.headers,
    vary: ["accept-encoding", page.headers.vary ?? []].flat().join(", "),
    "Content-Security-Policy": policyWithScripts(inlineScriptHashes(page.html.toString())),
  };
  const bytes = br.length + gz.length + page.html.length;
  return { status: page.status, headers, bodies, keepUntil: page.keepUntil, bytes };
}

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
