import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passkeys } from "@/db/schema";
import type { Browser } from "@/lib/auth/browser";
import { startSession } from "@/lib/auth/sessions";
import { done, refuse } from "@/lib/outcome/outcome";
import type { KnownPasskey } from "../queries";
import { consumeChallenge } from "./consume-challenge";

type PasskeyUse = {
  /** As it was when its signature was verified. */
  passkey: KnownPasskey;
  newCounter: number;
  /** That it has signed. */
  challenge: string;
  browser: Browser;
  at: Date;
};

/**
 * Starts a session for a passkey whose signature was verified. Refuses `wrong-passkey` if the challenge was used
 * before, or the passkey or the password of its account has changed meanwhile.
 */
export async function signInWithPasskey(tx: Db, { passkey, newCounter, challenge, browser, at }: PasskeyUse) {
  const { id, counter, userId, role, passwordHash } = passkey;
  if (!(await consumeChallenge(tx, challenge, at))) return refuse("wrong-passkey");
  const sessionId = await startSession(tx, { userId, role, passwordHash }, browser, at);
  if (!sessionId) return refuse("wrong-passkey");
  const [used] = await tx
    .update(passkeys)
    .set({ counter: newCounter, lastUsedAt: at })
    .where(and(eq(passkeys.id, id), eq(passkeys.counter, counter)))
    .returning({ id: passkeys.id });
  return used ? done({ sessionId, userId, role }) : refuse("wrong-passkey");
}
