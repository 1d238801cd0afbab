import { decide, done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { type AuthenticationRefusal, authenticate, type Credentials } from "./authenticate";
import type { Browser } from "./browser";
import { startSession } from "./sessions";

export type SignedIn = { sessionId: string; userId: string; role: "attendee" | "organiser" };

/** Verifies email and password and starts a session; refuses as `authenticate` does. @throws Busy */
export async function signInWithCredentials(
  credentials: Credentials,
  browser: Browser,
  at: Date,
): Promise<Outcome<SignedIn, AuthenticationRefusal>> {
  const checked = await authenticate(credentials, { ...browser, now: at });
  if (!checked.ok) return checked;
  return decide(async (tx) => {
    const sessionId = await startSession(tx, checked.value, browser, at);
    const { userId, role } = checked.value;
    return sessionId ? done({ sessionId, userId, role }) : refuse("wrong-password");
  });
}
