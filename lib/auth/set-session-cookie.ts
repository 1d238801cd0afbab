import { stringifySetCookie } from "cookie";
import { encode } from "next-auth/jwt";
import { settings } from "@/lib/runtime/env";
import { setCookie } from "@/lib/runtime/request-context";
import { cookieMaxAge, sessionCookie } from "./session-cookie";

/** Gives the browser next-auth's cookie for a session row. For server actions. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const { name, options } = sessionCookie();
  const value = await encode({ token: { sessionId }, secret: settings().authSecret, maxAge: cookieMaxAge });
  setCookie(stringifySetCookie({ name, value, ...options, maxAge: cookieMaxAge }));
}

/** Takes the session cookie away from the browser. For server actions. */
export function clearSessionCookie(): void {
  const { name, options } = sessionCookie();
  setCookie(stringifySetCookie({ name, value: "", ...options, maxAge: 0 }));
}
