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
