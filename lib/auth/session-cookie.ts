import { stringifySetCookie } from "cookie";
import { settings } from "@/lib/runtime/env";
import { sessionLimits } from "./session-lifetime";

/** Seconds; the row decides earlier for organisers and idle sessions. */
export const cookieMaxAge = sessionLimits.attendee.age / 1000;

const isSecure = () => settings().appUrl.startsWith("https://");

/** Name and attributes of the one session cookie, for next-auth and for every reader. */
export function sessionCookie() {
  const secure = isSecure();
  return {
    name: secure ? "__Host-evento.session" : "evento.session",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}

/** Tells scripts that there is a session to ask about, which they cannot see; it proves nothing. */
export const signedInCookieName = "evento.signed-in";

/** The `Set-Cookie` that sets or clears it. */
export function signedInCookie(change: "set" | "clear"): string {
  const [value, maxAge] = change === "set" ? ["1", cookieMaxAge] : ["", 0];
  const options = { path: "/", sameSite: "lax", secure: isSecure(), maxAge } as const;
  return stringifySetCookie({ name: signedInCookieName, value, ...options });
}
