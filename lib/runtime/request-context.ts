import { AsyncLocalStorage } from "node:async_hooks";
import { remember } from "@epic-web/remember";

/** The facts of a request from server/, and the settings of its response from pages and actions. */
export type RequestContext = {
  /** Also the `X-Request-Id` header and the reference on an error page. */
  id: string;
  /** The client's address as limits count it: IPv4, or the /64 of IPv6. Found behind TRUSTED_PROXY_HOPS. */
  clientAddress: string;
  /** True when peer and Host are loopback and nothing was forwarded. */
  fromThisMachine: boolean;
  /** The time of arrival, for every rule of this request. */
  now: Date;
  /** Whether JavaScript sent the form and reads the response. */
  isFetchAction: boolean;
  /** Of a POST: until one of our actions begins, what fails is what the client sent. */
  action?: "awaited" | "begun";
  status?: number;
  /** `Set-Cookie` header values. */
  setCookies: string[];
  /** Until when the page is the same for everyone. */
  cacheUntil?: Date;
  /** Why rendering failed: a static error page replaces the response. */
  fault?: "unavailable" | "malformed" | "fault";
};

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

/** The current request; undefined outside one, as in scripts and tests of rules. */
export const currentRequest = () => requestStore.getStore();

/** Notes that Next could decode the posted form. */
export function beginAction(): void {
  const request = currentRequest();
  if (request) request.action = "begun";
}

export function setStatus(status: number): void {
  const request = currentRequest();
  if (request) request.status = status;
}

/**
 * Adds `Set-Cookie` header values to the response. With Next's `cookies()`, an action would also render its
 * page again; after a sign-out, that page would redirect to sign-in instead of the intended path.
 */
export function addCookies(...setCookies: string[]): void {
  currentRequest()?.setCookies.push(...setCookies);
}

/** After this time, in ms, a change outside Evento (by hand, by a restore) shows. */
const maxCachingMs = 60_000;

/**
 * Allows the current page to be cached: it is the same for everyone, and time changes it at `until`, or never
 * if null.
 */
export function cacheUntil(until: Date | null): void {
  const request = currentRequest();
  if (!request) return;
  const latest = new Date(request.now.getTime() + maxCachingMs);
  request.cacheUntil = until && until < latest ? until : latest;
}
