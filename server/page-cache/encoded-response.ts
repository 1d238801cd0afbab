import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import compressible from "compressible";
import fresh from "fresh";
import Negotiator from "negotiator";

/** The best first. */
const encodings = ["br", "gzip", "identity"] as const;
type Encoding = (typeof encodings)[number];

/** A response in every encoding that browsers ask for. */
export type EncodedResponse = {
  status: number;
  headers: OutgoingHttpHeaders;
  bodies: Record<Encoding, Buffer>;
  /** Null when no browser may keep it; in each encoding it ends in its name. */
  etag: string | null;
  /** Of all bodies. */
  bytes: number;
};

/** A SHA-256, in base64. */
export const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("base64");

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

type Response = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

/**
 * Compresses a response for as often as it will be sent.
 * @param options.quality brotli's, 0 to 11: how long to try for fewer bytes
 * @param options.etag whether browsers may keep it and ask whether it has changed
 */
export async function encodeResponse(
  { status, headers, body }: Response,
  { quality, etag }: { quality: number; etag: boolean },
): Promise<EncodedResponse> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  const [br, zipped] = compressible(String(headers["content-type"]))
    ? await Promise.all([compressBrotli(body, { params }), compressGzip(body)])
    : [body, body];
  return {
    status,
    headers: br === body ? headers : { ...headers, vary: "accept-encoding" },
    bodies: { br, gzip: zipped, identity: body },
    etag: etag ? sha256(body).slice(0, 22) : null,
    // What is not compressible is held once.
    bytes: [...new Set([br, zipped, body])].reduce((sum, { length }) => sum + length, 0),
  };
}

/** Sends a response in the encoding that the request asks for, or 304 when the client has it. */
export function sendEncoded(
  { status, headers: shared, bodies, etag }: EncodedResponse,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const accepted = new Negotiator(request).encodings([...encodings]);
  const best = encodings.find((each) => accepted.includes(each)) ?? "identity";
  const body = bodies[best];
  const encoding = body === bodies.identity ? "identity" : best;
  const headers: OutgoingHttpHeaders = { ...shared };
  if (etag) headers.etag = `"${etag}-${encoding}"`;
  if (etag && fresh(request.headers, { etag: headers.etag })) {
    response.writeHead(304, headers).end();
    return;
  }
  if (encoding !== "identity") headers["content-encoding"] = encoding;
  headers["content-length"] = body.length;
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}
