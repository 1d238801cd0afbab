import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import { readSessionId, sessionCookie } from "@/lib/auth/session-cookie";

/** Whether a request has a session cookie that Evento made; the session may have ended since. */
export async function hasSession({ headers }: IncomingMessage): Promise<boolean> {
  return (await readSessionId(parseCookie(headers.cookie ?? "")[sessionCookie().name])) !== null;
}
