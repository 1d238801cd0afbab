import { and, eq, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { twoStepSignIns } from "@/db/schema";
import type { Browser } from "@/lib/auth/browser";
import type { HalfSignedIn } from "@/lib/auth/second-step";
import { startSession } from "@/lib/auth/sessions";
import { done, refuse } from "@/lib/outcome/outcome";
import { openKey } from "../sealed-key";
import { stepOfCode } from "../totp";

type SecondStep = { who: HalfSignedIn; code: string; browser: Browser; at: Date };

/**
 * Takes a code of an authenticator app, each once, and starts a session. Refuses `wrong-code`; `codes-lost` if
 * AUTH_SECRET has changed, so that only recovery codes are left; and `proof-void` if two-step sign-in was turned off
 * or the password has changed.
 */
export async function signInWithCode(tx: Db, { who, code, browser, at }: SecondStep) {
  const { userId, role } = who;
  const [found] = await tx.select().from(twoStepSignIns).where(eq(twoStepSignIns.userId, userId));
  if (!found) return refuse("proof-void");
  const key = openKey(userId, found.sealedKey);
  if (key === null) return refuse("codes-lost");
  const step = stepOfCode(key, code, at);
  if (step === null) return refuse("wrong-code");
  // Of two that come with the same code at once, one is the first.
  const [used] = await tx
    .update(twoStepSignIns)
    .set({ lastStep: step })
    .where(and(eq(twoStepSignIns.userId, userId), lt(twoStepSignIns.lastStep, step)))
    .returning({ userId: twoStepSignIns.userId });
  if (!used) return refuse("wrong-code");
  const sessionId = await startSession(tx, who, browser, at);
  return sessionId ? done({ sessionId, userId, role }) : refuse("proof-void");
}
