import { IncomingMessage } from "node:http";
import getRawBody from "raw-body";

/** The longest body, in bytes; every form without a file fits with room to spare. See uploads.ts for the others. */
export const bodyLimit = 64 * 1024;

/**
 * Reads a body whole, counting it as it arrives; null when it is longer than `limit` or says that it
 * will be. Rejects when the client goes away, or when the server's timeout ends the request.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const length = request.headers["content-length"];
  try {
    return await getRawBody(request, { limit, length });
  } catch (error) {
    if ((error as { status?: number }).status !== 413) throw error;
    // Read on, or the browser would see a broken connection instead of the answer.
    request.resume();
    return null;
  }
}

/** The same request with a body that has been read already, for Next to read. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  const { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const headers = { ...request.headers, "content-length": String(body.length) };
  delete headers["transfer-encoding"];
  // Complete, or else Node takes the end of this copy for a broken connection.
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  copy.complete = true;
  if (body.length > 0) copy.push(body);
  copy.push(null);
  return copy;
}
