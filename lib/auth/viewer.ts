import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { transaction } from "@/db/client";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { addCookies } from "@/lib/runtime/request-context";
import { pathAfterSignIn, withNext } from "./next-path";
import { sessionCookie, signedInCookie, signedInCookieName } from "./session-cookie";
import { shouldTouch } from "./session-lifetime";
import { findLiveSession, touchSession } from "./sessions";

export type Viewer = {
  id: string;
  name: string;
  email: string;
  role: "attendee" | "organiser";
  sessionId: string;
};

/**
 * Who sent the request that a page, an action or a route handler answers, or null. next-auth's cookie only
 * names a row of `sessions`: one that is gone, too old or idle for too long is nobody's.
 */
export const viewer = cache(async (): Promise<Viewer | null> => {
  const sessionId = await namedSession();
  const session = sessionId && (await findLiveSession(sessionId, now()));
  if (!session) return null;
  if (shouldTouch(session, now())) {
    await transaction((tx) => touchSession(tx, session.id, now())).catch((err) =>
      log.warn({ err }, "could not update when a session was last seen"),
    );
  }
  return { ...session.user, sessionId: session.id };
});

/** The id of the session that the request's cookie names, or null. */
async function namedSession(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  if (!token) return null;
  // Throws for a cookie that has expired, was tampered with, or is of another secret.
  const claims = await decode({ token, secret: settings().authSecret }).catch(() => null);
  return typeof claims?.sessionId === "string" ? claims.sessionId : null;
}

/** The viewer; a signed-out visitor is sent to sign in and then back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  const found = await viewer();
  if (!found) redirect(withNext("/sign-in", path));
  // Of a session from before this cookie existed, or of a browser that lost it.
  if (!(await cookies()).has(signedInCookieName)) addCookies(signedInCookie("set"));
  return found;
}

/** For the pages around sign-in: whoever is signed in already goes on as after sign-in. */
export async function requireSignedOut(next: string | null): Promise<void> {
  const found = await viewer();
  if (found) redirect(pathAfterSignIn(found.role, next));
}
