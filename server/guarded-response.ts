import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { RequestContext } from "@/lib/runtime/request-context";
import { type ErrorStatus, errorPage, errorPagePolicy } from "./error-page";

export const allowedMethods = "GET, HEAD, POST, OPTIONS";

/** How long, in seconds, a client is asked to wait after a 503. */
const usualRetryAfter = 5;

/**
 * The response to every request. When its headers leave, it applies what a page or an action set in the
 * request's context, and where Next failed it sends a static error page instead of what Next writes.
 */
export class GuardedResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  #context: RequestContext | undefined;
  #headers: Record<string, string> = {};
  #replaced = false;

  /** Once it is aborted, the connection ends with this response. */
  stopping: AbortSignal | undefined;

  /** Names the context to apply, and the headers of every response; one that Next sets itself stays. */
  guard(context: RequestContext, headers: Record<string, string>): void {
    this.#context = context;
    this.#headers = { ...headers, "X-Request-Id": context.id };
  }

  /** Sends a static error page; what is written afterwards is dropped. */
  sendErrorPage(status: ErrorStatus, { retryAfter = usualRetryAfter } = {}): void {
    const reference = this.#context?.id ?? "";
    this.#replaced = true;
    for (const name of this.getHeaderNames()) this.removeHeader(name);
    if (this.stopping?.aborted) this.shouldKeepAlive = false;
    const page = Buffer.from(errorPage(status, reference));
    super.writeHead(status, {
      ...this.#headers,
      "X-Request-Id": reference,
      "Content-Security-Policy": errorPagePolicy,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Length": page.length,
      ...(status === 405 && { Allow: allowedMethods }),
      ...((status === 503 || status === 429) && { "Retry-After": retryAfter }),
    });
    super.end(this.req.method === "HEAD" ? undefined : page);
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status;
    if (this.#isReplaced()) return this;
    if (this.stopping?.aborted) this.shouldKeepAlive = false;
    const { status: chosen, setCookies = [] } = this.#context ?? {};
    if (chosen) this.statusCode = chosen;
    for (const [name, value] of Object.entries(this.#headers))
      if (!this.hasHeader(name)) this.setHeader(name, value);
    if (chosen === 503) this.setHeader("Retry-After", usualRetryAfter);
    for (const cookie of setCookies) this.appendHeader("Set-Cookie", cookie);
    return super.writeHead(this.statusCode, ...(rest as [OutgoingHttpHeaders?]));
  }

  override write(...args: unknown[]): boolean {
    return this.#isReplaced() || super.write(...(args as [string | Buffer]));
  }

  override end(...args: unknown[]): this {
    return this.#isReplaced() ? this : super.end(...(args as [string | Buffer]));
  }

  override flushHeaders(): void {
    if (!this.#isReplaced()) super.flushHeaders();
  }

  /** Whether a static page has taken the place of the response; decided before its headers leave. */
  #isReplaced(): boolean {
    if (this.#replaced || this.headersSent || !this.#context) return this.#replaced;
    const status = this.#errorStatus(this.#context);
    if (status) this.sendErrorPage(status);
    return this.#replaced;
  }

  /** The status of the error page that is due instead of what Next is about to send, if any. */
  #errorStatus({ status, fault, action }: RequestContext): ErrorStatus | null {
    // A status that a page or an action set belongs to a whole page, unless rendering it failed after all.
    if (status !== undefined && !fault) return null;
    const { headers, method } = this.req;
    // Next sends a fault of a client-side navigation with 200; with anything else the browser loads the page.
    const failed = this.statusCode >= 500 || (fault && method === "GET" && headers.rsc === "1");
    if (failed) return fault === "unavailable" ? 503 : fault === "malformed" ? 400 : 500;
    if (action !== "awaited") return null;
    const isFetchAction = headers["next-action"] !== undefined;
    const type = String(this.getHeader("content-type")).split(";", 1)[0];
    // A form of an older build: Next answers it with one line of plain text, which only scripts understand.
    if (type === "text/plain" && this.statusCode >= 400)
      return isFetchAction ? null : this.statusCode === 400 ? 400 : 409;
    // No action took what was sent, though Next may answer with a page; a route handler answers otherwise.
    if (type === "text/html") return 400;
    return isFetchAction && this.statusCode < 300 ? 409 : null;
  }
}
