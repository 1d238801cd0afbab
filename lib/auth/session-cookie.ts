import { stringifySetCookie } from "cookie";
import { settings } from "@/lib/runtime/env";
import { sessionLimits } from "./session-lifetime";

/** In seconds. Organisers' and idle sessions end earlier, by their row. */
export const cookieMaxAge = sessionLimits.attendee.age / 1000;

const isSecure = () => settings().appUrl.startsWith("https://");

/** Name and attributes of next-auth's session cookie. */
export function sessionCookie() {
  const secure = isSecure();
  return {
    name: secure ? "__Host-evento.session" : "evento.session",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}

/** Tells scripts, which cannot read the session cookie, that there is one; it proves nothing. */
export const signedInCookieName = "evento.signed-in";

/** The `Set-Cookie` value that sets or clears it. */
export function signedInCookie(change: "set" | "clear"): string {
  const [value, maxAge] = change === "set" ? ["1", cookieMaxAge] : ["", 0];
  const options = { path: "/", sameSite: "lax", secure: isSecure(), maxAge } as const;
  return stringifySetCookie({ name: signedInCookieName, value, ...options });
}
