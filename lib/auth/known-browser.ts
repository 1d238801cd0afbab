import { newId } from "@/lib/runtime/ids";
import { hostCookie, hostCookieName } from "./host-cookie";
import { readSignedId, signId } from "./signed-id";

/** A browser in which somebody has signed in to an account, or has set its password by a mailed link. */
export type KnownBrowser = { id: string; userId: string };

const name = "evento.known-browser";
const purpose = "known-browser";
const year = 365 * 24 * 3600;

export const knownBrowserCookieName = () => hostCookieName(name);

/**
 * The `Set-Cookie` value for a browser of this account, for a year. It signs nobody in; failed sign-ins of
 * others no longer keep this browser out.
 */
export function knownBrowserCookie(userId: string): string {
  const value = signId(purpose, `${userId}-${newId()}`);
  return hostCookie({ name, value, maxAge: year });
}

/** The browser that a cookie's value names; null without one, and for one that Evento did not make. */
export function readKnownBrowser(cookie: string | undefined): KnownBrowser | null {
  const [userId, id] = (cookie && readSignedId(purpose, cookie))?.split("-") ?? [];
  return userId && id ? { userId, id } : null;
}
