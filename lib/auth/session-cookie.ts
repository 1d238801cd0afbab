import { decode, type JWT, type JWTDecodeParams } from "next-auth/jwt";
import { settings } from "@/lib/runtime/env";
import { hostCookie, hostCookieName, hostCookieOptions } from "./host-cookie";
import { sessionLimits } from "./session-lifetime";

/** In seconds. Organisers' and idle sessions end earlier, by their row. */
export const cookieMaxAge = sessionLimits.attendee.age / 1000;

/** Name and attributes of next-auth's session cookie. */
export const sessionCookie = () => ({
  name: hostCookieName("evento.session"),
  options: hostCookieOptions(),
});

/** How every token of next-auth begins: with its header, and without an encrypted key. */
const tokenStart = `${Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url")}..`;

/** In characters; ours have some 300. */
const maxTokenLength = 600;

/**
 * The claims of next-auth's session cookie, or null for any other token. next-auth's `decode` alone would
 * follow whatever algorithm a token names, some of which take long.
 */
export async function decodeSession({ token = "", ...params }: JWTDecodeParams): Promise<JWT | null> {
  if (token.length > maxTokenLength || !token.startsWith(tokenStart)) return null;
  // Throws for an expired or forged one.
  return decode({ token, ...params }).catch(() => null);
}

/** The session id in the value of a session cookie, or null. */
export async function readSessionId(token: string | undefined): Promise<string | null> {
  const claims = await decodeSession({ token, secret: settings().authSecret });
  return typeof claims?.sessionId === "string" ? claims.sessionId : null;
}

const signedIn = "evento.signed-in";

/** Tells scripts, which cannot read the session cookie, that there is one; it proves nothing. */
export const signedInCookieName = () => hostCookieName(signedIn);

/** The `Set-Cookie` value that sets or clears it. */
export function signedInCookie(change: "set" | "clear"): string {
  const [value, maxAge] = change === "set" ? ["1", cookieMaxAge] : ["", 0];
  return hostCookie({ name: signedIn, value, maxAge, httpOnly: false });
}
