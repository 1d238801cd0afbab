import { IncomingMessage } from "node:http";

/** The longest body, in bytes; every form of Evento fits with room to spare. */
export const bodyLimit = 64 * 1024;

/** What is thrown away of an over-long body before the connection is cut; less lets the browser read the 413. */
const drainLimit = 16 * 1024 * 1024;

/**
 * Reads a body whole, counting it as it arrives. Resolves with null as soon as it is, or says that it
 * will be, longer than `bodyLimit`; rejects when the client goes away (or the server's timeout ends it).
 */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let tooLong = Number(request.headers["content-length"] ?? 0) > bodyLimit;
    if (tooLong) resolve(null);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (!tooLong && size <= bodyLimit) {
        chunks.push(chunk);
        return;
      }
      tooLong = true;
      chunks.length = 0;
      resolve(null);
      if (size > drainLimit) request.socket.destroy();
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("close", () => reject(new Error("the client went away")));
    request.once("error", reject);
  });
}

/** The same request with a body that is already here, for Next to read. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method;
  copy.url = request.url;
  copy.headers = { ...request.headers, "content-length": String(body.length) };
  delete copy.headers["transfer-encoding"];
  copy.rawHeaders = request.rawHeaders;
  copy.httpVersion = request.httpVersion;
  copy.httpVersionMajor = request.httpVersionMajor;
  copy.httpVersionMinor = request.httpVersionMinor;
  // Complete, or else Node takes the end of this copy for a broken connection.
  copy.complete = true;
  if (body.length > 0) copy.push(body);
  copy.push(null);
  return copy;
}
