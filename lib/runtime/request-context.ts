import { AsyncLocalStorage } from "node:async_hooks";
import { remember } from "@epic-web/remember";

/** What the server knows of the request in progress, and what pages and actions tell it: see server/. */
export type RequestContext = {
  /** Also in the `X-Request-Id` header, the access log and the reference of an error page. */
  id: string;
  /** The address of the client, behind as many proxies as TRUSTED_PROXY_HOPS says. */
  clientAddress: string;
  /** True when peer and Host are loopback and nothing was forwarded. */
  fromThisMachine: boolean;
  /** The one time that every rule of this request sees. */
  now: Date;
  /** Whether Next's client sent the form, so that JavaScript waits for the answer. */
  isFetchAction: boolean;
  /** Set by `setStatus`. */
  status?: number;
  /** Set by `addCookies`: whole `Set-Cookie` header values. */
  setCookies: string[];
  /** Set by `cacheUntil`: this page is the same for everyone until then. */
  cacheUntil?: Date;
  /** Set when rendering failed: a static error page takes the response's place. */
  fault?: "unavailable" | "malformed" | "fault";
};

/** A context with nothing said yet. */
export const createContext = (
  known: Pick<RequestContext, "id" | "now"> & Partial<RequestContext>,
): RequestContext => ({
  clientAddress: "",
  fromThisMachine: false,
  isFetchAction: false,
  setCookies: [],
  ...known,
});

export const requestStore = remember("evento.request-context", () => new AsyncLocalStorage<RequestContext>());

/** The request in progress, or undefined outside one (worker, scripts, tests of rules). */
export const currentRequest = () => requestStore.getStore();

/** Sets the HTTP status of the page being rendered or of the action being run. */
export function setStatus(status: number): void {
  const request = currentRequest();
  if (request) request.status = status;
}

/**
 * Sends cookies with this response; each is a whole `Set-Cookie` header value. Not by Next's `cookies()`:
 * an action that sets one there renders its page anew, and the page of somebody who has just signed out
 * redirects to sign-in while the browser is on its way elsewhere.
 */
export function addCookies(...setCookies: string[]): void {
  currentRequest()?.setCookies.push(...setCookies);
}

/** The longest, in ms, that a change made outside Evento (by hand, by a restore) stays unseen. */
const longestCaching = 60_000;

/**
 * Says that the page being rendered is the same for everyone, and true until `until` as far as the clock
 * goes; null when time alone never changes it. A page that does not say so is not cached.
 */
export function cacheUntil(until: Date | null): void {
  const request = currentRequest();
  if (!request) return;
  const latest = new Date(request.now.getTime() + longestCaching);
  request.cacheUntil = until && until < latest ? until : latest;
}
