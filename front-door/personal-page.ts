import type { IncomingMessage, ServerResponse } from "node:http";
import { Chunks } from "./chunks";
import { makeScriptsLate } from "./late-scripts";
import { chooseEncoding, pack } from "./versions";

/** Whether a browser asks for a page, rather than Next's router or a script for something else. */
const asksForPage = ({ headers }: IncomingMessage) =>
  !("rsc" in headers) && !("next-action" in headers) && headers.accept?.includes("text/html");

/**
 * Holds a page that Next renders for one viewer until it is whole, then sends it with its scripts late, and
 * packed. Other answers pass as they come.
 * @param nonce what the page's policy allows inline scripts by
 */
export function finishPersonalPage(request: IncomingMessage, response: ServerResponse, nonce: string): void {
  if (request.method === "HEAD" || !asksForPage(request)) return;
  const encoding = chooseEncoding(request.headers["accept-encoding"] as string | undefined);
  // What Next has packed could not be changed any more.
  delete request.headers["accept-encoding"];
  const { writeHead, write, end, flushHeaders } = response;
  const chunks = new Chunks();
  const isPage = () => /^text\/html/.test(String(response.getHeader("content-type")));

  const finish = async () => {
    const page = Buffer.from(makeScriptsLate(chunks.whole().toString(), nonce));
    const body = await pack(page, encoding);
    if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
    response.setHeader("Content-Length", body.length);
    // From here on nothing is held, nor packed by Next.
    Object.assign(response, { writeHead, write, end, flushHeaders }).end(body);
  };

  Object.assign(response, {
    flushHeaders: () => {
      if (!isPage()) flushHeaders.call(response);
    },
    writeHead: (status: number, ...rest: never[]) => {
      if (!isPage()) return writeHead.call(response, status, ...rest);
      response.statusCode = status;
      return response;
    },
    write: (...chunk: Parameters<typeof write>) => {
      if (!isPage()) return write.apply(response, chunk);
      chunks.take(chunk[0], chunk[1]);
      return true;
    },
    end: (...chunk: Parameters<typeof end>) => {
      if (!isPage()) return end.apply(response, chunk);
      chunks.take(chunk[0], chunk[1]);
      finish().catch((error) => response.destroy(error));
      return response;
    },
  });
}
