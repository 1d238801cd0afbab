import { stringifySetCookie } from "cookie";
import { decode, type JWT, type JWTDecodeParams } from "next-auth/jwt";
import { settings } from "@/lib/runtime/env";
import { sessionLimits } from "./session-lifetime";

/** In seconds. Organisers' and idle sessions end earlier, by their row. */
export const cookieMaxAge = sessionLimits.attendee.age / 1000;

/** Whether cookies are sent over https alone. */
export const isSecure = () => settings().appUrl.startsWith("https://");

/** Name and attributes of next-auth's session cookie. */
export function sessionCookie() {
  const secure = isSecure();
  return {
    name: secure ? "__Host-evento.session" : "evento.session",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}

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

/** Tells scripts, which cannot read the session cookie, that there is one; it proves nothing. */
export const signedInCookieName = "evento.signed-in";

/** The `Set-Cookie` value that sets or clears it. */
export function signedInCookie(change: "set" | "clear"): string {
  const [value, maxAge] = change === "set" ? ["1", cookieMaxAge] : ["", 0];
  const options = { path: "/", sameSite: "lax", secure: isSecure(), maxAge } as const;
  return stringifySetCookie({ name: signedInCookieName, value, ...options });
}
