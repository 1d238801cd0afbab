import { AsyncLocalStorage } from "node:async_hooks";

/** What the front door knows of the request under way; see server.ts. */
export type RequestContext = {
  /** Also in the `X-Request-Id` header, the access log and the reference of an error page. */
  id: string;
  /** The address of the client, behind as many proxies as TRUSTED_PROXY_HOPS says. */
  clientAddress: string;
  /** True when peer and Host are loopback and nothing was forwarded. */
  fromThisMachine: boolean;
  /** The one time that every rule of this request sees. */
  now: Date;
  /** Whether Next's client sent this form, and not a browser by itself. */
  scripted?: boolean;
  /** Set by `setCookie`: lines of `Set-Cookie` for this answer. */
  cookies?: string[];
  /** Why the form of the public page being rendered was refused, for the page to word. */
  refusal?: string;
  /** Set by `keepUntil`: this answer is the same for everyone until then. */
  keepUntil?: Date;
  /** Set by `setStatus`, applied by the front door before the headers leave. */
  status?: number;
  /** Set when a fault was recorded, so that the front door answers with the right static page. */
  fault?: "busy" | "fault" | "malformed";
};

// Next bundles a module more than once; the symbol makes all copies share one store.
const key = Symbol.for("evento.request");
const shared = globalThis as unknown as Record<symbol, AsyncLocalStorage<RequestContext> | undefined>;
shared[key] ??= new AsyncLocalStorage<RequestContext>();

export const requestStore: AsyncLocalStorage<RequestContext> = shared[key];

/** The request under way, or undefined outside one (worker, scripts, tests of rules). */
export const currentRequest = () => requestStore.getStore();

/** Sets the HTTP status of the page being rendered or of the action being answered. */
export function setStatus(status: number): void {
  const request = currentRequest();
  if (request) request.status = status;
}

/**
 * Gives the browser a cookie with this answer; `line` is a whole `Set-Cookie`. Not by Next's `cookies()`,
 * which makes an action that a script called render the page once more.
 */
export function setCookie(line: string): void {
  const request = currentRequest();
  if (request) request.cookies = [...(request.cookies ?? []), line];
}

/** So long, in milliseconds, a change that was made past Evento, by hand or by a restore, may stay unseen. */
const longestKept = 60_000;

/**
 * Says that the page being rendered is the same for everyone, and true until `until` as far as the clock
 * goes; null when no moment ahead changes it. A page that never says so is never kept.
 */
export function keepUntil(until: Date | null): void {
  const request = currentRequest();
  if (!request) return;
  const longest = new Date(request.now.getTime() + longestKept);
  request.keepUntil = until && until < longest ? until : longest;
}
