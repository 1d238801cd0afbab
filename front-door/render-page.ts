import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { log } from "@/lib/runtime/log";
import { type RequestContext, requestStore } from "@/lib/runtime/request-context";
import { Chunks } from "./chunks";
import type { NextHandler } from "./handle";
import type { RenderedPage } from "./kept-page";

/** A page could not be rendered; `reference` is the id under which the log says why. */
export class RenderFailed extends Error {
  constructor(
    readonly fault: NonNullable<RequestContext["fault"]>,
    readonly reference: string,
  ) {
    super(`a public page could not be rendered: ${fault}`);
  }
}

/** Of what Next sets, what belongs to the page rather than to one answer. */
const headersOfPage = ["content-type", "link", "vary"];

/**
 * Lets Next render a page for nobody in particular: no cookie, no header and no nonce of a client gets
 * near it, so that what comes out may be given to everyone.
 * @throws RenderFailed
 */
export async function renderPage(
  next: NextHandler,
  address: string,
  host: string,
  context: RequestContext,
): Promise<RenderedPage> {
  const request = new IncomingMessage(new Socket());
  request.method = "GET";
  request.url = address;
  request.headers = { host, accept: "text/html" };
  request.complete = true;
  request.push(null);
  const response = new ServerResponse(request);
  const chunks = new Chunks();
  const ended = new Promise<void>((resolve) => {
    Object.assign(response, {
      writeHead(status: number) {
        response.statusCode = status;
        return response;
      },
      flushHeaders() {},
      write(chunk: unknown, ...rest: unknown[]) {
        chunks.take(chunk, rest[0]);
        const done = rest.at(-1);
        if (typeof done === "function") done();
        return true;
      },
      end(...rest: unknown[]) {
        chunks.take(rest[0], rest[1]);
        const done = rest.at(-1);
        if (typeof done === "function") done();
        resolve();
        // Next waits for these to know that the answer is out.
        response.emit("finish");
        response.emit("close");
        return response;
      },
    });
  });
  try {
    await requestStore.run(context, () => next(request, response));
  } catch (err) {
    log.error({ id: context.id, err }, "a public page could not be rendered");
    throw new RenderFailed("fault", context.id);
  }
  await ended;
  const headers: RenderedPage["headers"] = {};
  for (const name of headersOfPage) {
    const value = response.getHeader(name);
    if (value !== undefined) headers[name] = typeof value === "number" ? String(value) : value;
  }
  const status = context.status ?? response.statusCode;
  if (context.fault || status >= 500) throw new RenderFailed(context.fault ?? "fault", context.id);
  const keepUntil = status === 200 ? (context.keepUntil ?? null) : null;
  return { status, headers, html: chunks.whole(), keepUntil };
}
