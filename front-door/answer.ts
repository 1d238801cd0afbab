import type { ServerResponse } from "node:http";
import type { RequestContext } from "@/lib/runtime/request-context";
import { type ErrorStatus, errorPage, errorPagePolicy } from "./error-page";

export const allowedMethods = "GET, HEAD, POST, OPTIONS";

/** How long, in seconds, a client is asked to wait after a 503. */
const retryAfter = 5;

/**
 * Sends a static error page in the place of whatever was being prepared.
 * @param headers those of every answer
 */
export function sendErrorPage(
  response: ServerResponse,
  status: ErrorStatus,
  id: string,
  headers: Record<string, string>,
): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const page = Buffer.from(errorPage(status, id));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", errorPagePolicy);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Length", page.length);
  if (status === 405) response.setHeader("Allow", allowedMethods);
  if (status === 503) response.setHeader("Retry-After", retryAfter);
  response.writeHead(status);
  response.end(response.req.method === "HEAD" ? undefined : page);
}

/**
 * Stands between Next and the wire: applies `setStatus`, `setCookie` and the headers of every answer when
 * the headers leave, and sends a static page in the place of a fault that no page has answered for.
 */
export function guardResponse(
  response: ServerResponse,
  context: RequestContext,
  headers: Record<string, string>,
): void {
  const { writeHead, write, end, flushHeaders } = response;
  let replaced = false;

  /** Whether the answer has been replaced by a static page; what Next still writes is then dropped. */
  const replace = () => {
    if (replaced || response.headersSent) return replaced;
    const status = replacementFor(response, context);
    if (status === null) return false;
    replaced = true;
    // Next compresses by wrapping these methods; what is sent instead goes around that.
    Object.assign(response, { writeHead, write, end, flushHeaders });
    sendErrorPage(response, status, context.id, headers);
    Object.assign(response, { writeHead: () => response, ...guarded });
    return true;
  };

  const guarded = {
    write: (...chunk: Parameters<typeof write>) => replace() || write.apply(response, chunk),
    end: (...chunk: Parameters<typeof end>) => (replace() ? response : end.apply(response, chunk)),
    flushHeaders: () => {
      if (!replace()) flushHeaders.call(response);
    },
  };

  Object.assign(response, guarded, {
    writeHead(status: number, ...rest: never[]) {
      response.statusCode = context.status ?? status;
      if (replace()) return response;
      for (const [name, value] of Object.entries(headers)) {
        if (!response.hasHeader(name)) response.setHeader(name, value);
      }
      response.setHeader("X-Request-Id", context.id);
      for (const line of context.cookies ?? []) response.appendHeader("Set-Cookie", line);
      if (status === 405 && !response.hasHeader("Allow")) response.setHeader("Allow", "GET, HEAD, OPTIONS");
      if (context.status === 503) response.setHeader("Retry-After", retryAfter);
      return writeHead.call(response, response.statusCode, ...rest);
    },
  });
}

/** The static page that stands in for an answer of Next: for a fault, or for a form it cannot make out. */
function replacementFor(response: ServerResponse, { status, fault }: RequestContext): ErrorStatus | null {
  const { headers, method } = response.req;
  // A status that a page or an action set belongs to a whole page, unless rendering it failed after all.
  if (status !== undefined && !fault) return null;
  // Next reports a fault inside a navigation with 200; anything but that makes the browser load the page.
  const failed = response.statusCode >= 500 || (fault && method === "GET" && headers.rsc === "1");
  if (failed) return { busy: 503, malformed: 400, fault: 500 }[fault ?? "fault"] as ErrorStatus;
  // With scripts, Next's client wants its own answer; a browser without them wants a page.
  const unknownForm = response.hasHeader("x-nextjs-action-not-found") && headers["next-action"] === undefined;
  return unknownForm ? (response.statusCode === 409 ? 409 : 400) : null;
}

/** Sends a value as JSON, uncompressed: it is a few hundred bytes. */
export function sendJson(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  value: unknown,
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...headers,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": body.length,
    ...(status === 503 && { "Retry-After": retryAfter }),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Answers OPTIONS for every address alike. */
export function sendOptions(response: ServerResponse, headers: Record<string, string>): void {
  response.writeHead(204, { ...headers, Allow: allowedMethods });
  response.end();
}
