import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { transaction } from "@/db/client";
import { now } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";
import { addCookies } from "@/lib/runtime/request-context";
import { pathAfterSignIn, withNext } from "./next-path";
import { readSessionId, sessionCookie, signedInCookie, signedInCookieName } from "./session-cookie";
import { shouldTouch } from "./session-lifetime";
import { findLiveSession, touchSession } from "./sessions";

export type Viewer = {
  id: string;
  name: string;
  email: string;
  role: "attendee" | "organiser";
  sessionId: string;
};

/** The owner of an account. */
export type Owner = Pick<Viewer, "id" | "name" | "email">;

/** The owner of an account, in a session. */
export type SignedInOwner = Owner & Pick<Viewer, "sessionId">;

/**
 * The signed-in account of the current request, or null. next-auth's cookie contains the id of a `sessions`
 * row; a session that was ended, is too old or was idle for too long does not count.
 */
export const viewer = cache(async (): Promise<Viewer | null> => {
  const sessionId = await readSessionId((await cookies()).get(sessionCookie().name)?.value);
  const session = sessionId && (await findLiveSession(sessionId, now()));
  if (!session) return null;
  if (shouldTouch(session, now())) {
    await transaction((tx) => touchSession(tx, session.id, now())).catch((err) =>
      log.warn({ err }, "could not update when a session was last seen"),
    );
  }
  return { ...session.user, sessionId: session.id };
});

/** The viewer. Redirects signed-out visitors to sign-in, and from there back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  const found = await viewer();
  if (!found) redirect(withNext("/sign-in", path));
  // The browser may have lost this cookie, or its session is older than the cookie's introduction.
  if (!(await cookies()).has(signedInCookieName())) addCookies(signedInCookie("set"));
  return found;
}

/** For the pages around sign-in: redirects signed-in viewers as after sign-in. */
export async function requireSignedOut(next: string | null): Promise<void> {
  const found = await viewer();
  if (found) redirect(pathAfterSignIn(found.role, next));
}
