import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";
export type Headers = Record<string, string | string[]>;

/**
 * Something that is sent often, ready in every encoding. Headers are names and values in turn, as
 * `writeHead` takes them without looking at each: those of the whole, and those of a 304. The tag is null
 * when nobody may keep it.
 */
export type Versions = Record<
  Encoding,
  { body: Buffer; headers: string[]; etag: string | null; unchanged: string[] }
>;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** A SHA-256, in base64. */
export const hashOf = (text: string | Buffer) => createHash("sha256").update(text).digest("base64");

/** A page as it goes over the wire in an encoding. */
export async function pack(page: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "gzip") return compressGzip(page);
  if (encoding === "identity") return page;
  const params = {
    // Level 5: a third of the work of the best for a few per cent more bytes, and labels change in a rush.
    [constants.BROTLI_PARAM_QUALITY]: 5,
    // A window as large as a page: the usual one takes eight megabytes for each.
    [constants.BROTLI_PARAM_LGWIN]: 17,
    [constants.BROTLI_PARAM_SIZE_HINT]: page.length,
  };
  return compressBrotli(page, { params });
}

/**
 * Gets what was packed ready to be sent.
 * @param bodies the same in every encoding
 * @param keepable whether a browser may keep it and ask with the tag whether it is the same still
 */
export function makeVersions(
  bodies: Record<Encoding, Buffer>,
  headers: Headers,
  { keepable }: { keepable: boolean },
): Versions {
  const tag = hashOf(bodies.identity).slice(0, 22);
  const version = (encoding: Encoding) => {
    const body = bodies[encoding];
    const etag = keepable ? `"${tag}-${encoding}"` : null;
    const unchanged: Headers = etag ? { ...headers, ETag: etag } : headers;
    const whole: Headers = { ...unchanged, "Content-Length": String(body.length) };
    if (encoding !== "identity") whole["Content-Encoding"] = encoding;
    return { body, headers: inTurn(whole), etag, unchanged: inTurn(unchanged) };
  };
  return { br: version("br"), gzip: version("gzip"), identity: version("identity") };
}

const inTurn = (headers: Headers) =>
  Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));

/** Sends the version that a request asks for, or 304 when it has that already. `id` is the request's. */
export function sendVersion(
  versions: Versions,
  status: number,
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  id: string,
): void {
  const version = versions[chooseEncoding(asked["accept-encoding"] as string | undefined)];
  if (version.etag && matchesTag(asked["if-none-match"], version.etag)) {
    response.writeHead(304, [...version.unchanged, "X-Request-Id", id]).end();
    return;
  }
  response.writeHead(status, [...version.headers, "X-Request-Id", id]);
  response.end(method === "HEAD" ? undefined : version.body);
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
