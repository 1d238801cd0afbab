import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { transaction } from "@/db/client";
import { now } from "@/lib/clock";
import { log } from "@/lib/log";
import { landingAfterSignIn, withNext } from "./next-path";
import { authOptions } from "./options";
import { isSeenAnew } from "./session-lifetime";
import { findLiveSession, markSeen } from "./sessions";

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
  const cookie = (await getServerSession(authOptions())) as { sessionId?: unknown } | null;
  if (typeof cookie?.sessionId !== "string") return null;
  const at = now();
  const session = await findLiveSession(cookie.sessionId, at);
  if (!session) return null;
  if (isSeenAnew(session, at)) {
    await transaction((tx) => markSeen(tx, session.id, at)).catch((error) =>
      log.warn({ err: error }, "could not move a session's last-seen time ahead"),
    );
  }
  return { ...session.user, sessionId: session.id };
});

/** The viewer; a signed-out visitor is sent to sign in and then back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await viewer()) ?? redirect(withNext("/sign-in", path));
}

/** For the pages around sign-in: whoever is signed in already goes on as after sign-in. */
export async function requireSignedOut(next: string | null): Promise<void> {
  const who = await viewer();
  if (who) redirect(landingAfterSignIn(who.class, next));
}
