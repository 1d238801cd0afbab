import { NextResponse } from "next/server";
import { encode } from "next-auth/jwt";
import { settings } from "@/lib/env";
import { setCookie } from "@/lib/request";
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

/** Gives the browser next-auth's cookie for a session row. For server actions. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const { name, options } = sessionCookie();
  const value = await encode({ token: { sessionId }, secret: settings().authSecret, maxAge: cookieMaxAge });
  setCookie(cookieLine(name, value, { ...options, maxAge: cookieMaxAge }));
}

/** Takes the session cookie away from the browser. For server actions. */
export function clearSessionCookie(): void {
  const { name, options } = sessionCookie();
  setCookie(cookieLine(name, "", { ...options, maxAge: 0 }));
}

type CookieOptions = Parameters<NextResponse["cookies"]["set"]>[2];

/** A cookie as a line of `Set-Cookie`; `maxAge` in seconds. */
export function cookieLine(name: string, value: string, options: CookieOptions): string {
  const answer = new NextResponse();
  answer.cookies.set(name, value, options);
  return answer.headers.getSetCookie().join();
}
