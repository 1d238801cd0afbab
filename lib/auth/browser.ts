import { cookies, headers } from "next/headers";
import { currentRequest } from "@/lib/runtime/request-context";
import { type KnownBrowser, knownBrowserCookieName, readKnownBrowser } from "./known-browser";
import { readSessionId, sessionCookie } from "./session-cookie";

export type Browser = {
  /** Rate limits count by it. */
  clientAddress: string;
  userAgent: string;
  /** The id in its session cookie, whether or not that session still exists. */
  sessionId?: string | null;
  /** Its account, if somebody has signed in with it before. */
  known: KnownBrowser | null;
};

/** The browser that sent the current request. */
export async function thisBrowser(): Promise<Browser> {
  const cookie = await cookies();
  return {
    clientAddress: currentRequest()?.clientAddress ?? "unknown",
    userAgent: (await headers()).get("user-agent") ?? "",
    sessionId: await readSessionId(cookie.get(sessionCookie().name)?.value),
    known: readKnownBrowser(cookie.get(knownBrowserCookieName())?.value),
  };
}
