import { decide, done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { type AuthenticationRefusal, authenticate, type Credentials } from "./authenticate";
import type { Browser } from "./browser";
import { hasSecondStep } from "./second-step";
import { type Authenticated, insertSession, replacePasswordHash } from "./sessions";

/** Somebody who proved who they are; without a session if the second step is missing. */
export type Proven = { sessionId: string | null; userId: string; role: "attendee" | "organiser" };

export type SignedIn = Proven & { sessionId: string };

/**
 * Verifies email and password and starts a session unless the account has two-step sign-in; refuses as `authenticate`
 * does.
 * @throws Busy
 */
export async function signInWithCredentials(
  credentials: Credentials,
  browser: Browser,
  at: Date,
): Promise<Outcome<Proven & Authenticated, AuthenticationRefusal>> {
  const checked = await authenticate(credentials, { ...browser, now: at });
  if (!checked.ok) return checked;
  const { userId, role, betterHash } = checked.value;
  const passwordHash = betterHash ?? checked.value.passwordHash;
  return decide(async (tx) => {
    // Locks the user's row, as whoever turns two-step sign-in on does first.
    if (!(await replacePasswordHash(tx, checked.value, passwordHash))) return refuse("wrong-password");
    const who = { userId, role, passwordHash };
    const sessionId = (await hasSecondStep(tx, userId)) ? null : await insertSession(tx, who, browser, at);
    return done({ ...who, sessionId });
  });
}
