import { settings } from "@/lib/runtime/env";
import { sessionLimits } from "./session-lifetime";

/** Seconds; the row decides earlier for organisers and idle sessions. */
export const cookieMaxAge = sessionLimits.attendee.age / 1000;

/** Name and attributes of the one session cookie, for next-auth and for every reader and writer. */
export function sessionCookie() {
  const secure = settings().appUrl.startsWith("https://");
  return {
    name: secure ? "__Host-evento.session" : "evento.session",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}
