import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { transaction } from "@/db/client";
import { now } from "@/lib/clock";
import { settings } from "@/lib/env";
import { log } from "@/lib/log";
import { landingAfterSignIn, withNext } from "./next-path";
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
 * Who sent this request, read from the database: the cookie only names a row of `sessions`, and a row
 * that is gone, too old or idle for too long is nobody.
 */
export const viewer = cache(async (): Promise<Viewer | null> => {
  const session = await currentSession(findLiveSession);
  return session && { ...session.user, sessionId: session.id };
});

/** The session of this request, seen now, as `find` reads it from the database; null when it does not count. */
export async function currentSession<Session extends LiveSession>(
  find: (id: string, now: Date) => Promise<Session | null>,
): Promise<Session | null> {
  const sessionId = await namedSession();
  if (!sessionId) return null;
  const at = now();
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
async function namedSession(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  return token ? readSessionToken(token, settings().authSecret) : null;
}

/** The viewer; a signed-out visitor is sent to sign in and then back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await viewer()) ?? redirect(withNext("/sign-in", path));
}

/** For the pages around sign-in: whoever is signed in already goes on as after sign-in. */
export async function requireSignedOut(next: string | null): Promise<void> {
  const who = await viewer();
  if (who) redirect(landingAfterSignIn(who.class, next));
}
