import { parseCookie } from "cookie";
import { transaction } from "@/db/client";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { sessionCookie } from "./session-cookie";
import { isSeenAnew } from "./session-lifetime";
import { readSessionToken } from "./session-token";
import { findLiveSession, type LiveSession, markSeen } from "./sessions";

export type Viewer = {
  id: string;
  name: string;
  email: string;
  class: "attendee" | "organiser";
  sessionId: string;
};

/**
 * Who sent a request, by its `Cookie` header, read from the database: the cookie only names a row of
 * `sessions`, and a row that is gone, too old or idle for too long is nobody.
 */
export async function findViewer(cookies: string | null | undefined, at: Date): Promise<Viewer | null> {
  const session = await seeSession(cookies, at, findLiveSession);
  return session && { ...session.user, sessionId: session.id };
}

/** The session that a `Cookie` header names, seen at `at`, as `find` reads it; null when it does not count. */
export async function seeSession<Session extends LiveSession>(
  cookies: string | null | undefined,
  at: Date,
  find: (id: string, now: Date) => Promise<Session | null>,
): Promise<Session | null> {
  const sessionId = await namedSession(cookies);
  if (!sessionId) return null;
  const session = await find(sessionId, at);
  if (session && isSeenAnew(session, at)) {
    await transaction((tx) => markSeen(tx, session.id, at)).catch((error) =>
      log.warn({ err: error }, "could not move a session's last-seen time ahead"),
    );
  }
  return session;
}

/**
 * The id of the session that next-auth's cookie names, or null. Read here, as `getServerSession` would
 * also make a new cookie, with two key derivations, and throw it away.
 */
async function namedSession(cookies: string | null | undefined): Promise<string | null> {
  const token = cookies && parseCookie(cookies)[sessionCookie().name];
  return token ? readSessionToken(token, settings().authSecret) : null;
}
