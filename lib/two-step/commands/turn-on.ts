import type { Db } from "@/db/client";
import { twoStepSignIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { lockAccountOf } from "@/lib/auth/lock-account";
import { type Authenticated, endSessionsOf } from "@/lib/auth/sessions";
import type { SignedInOwner, Viewer } from "@/lib/auth/viewer";
import { done, refuse } from "@/lib/outcome/outcome";
import { sealKey } from "../sealed-key";
import { stepOfCode } from "../totp";
import { mailTwoStepChange } from "./mail-two-step-change";
import { replaceRecoveryCodes } from "./replace-recovery-codes";

type TurningOn = {
  /** Whose password was checked in the session. */
  owner: SignedInOwner & Pick<Viewer, "role">;
  key: string;
  /** Shows that the owner's app has the key. */
  code: string;
  recoveryCodes: string[];
  at: Date;
};

/**
 * Turns two-step sign-in on and ends every session, which began without it. Refuses `wrong-code`, and `stale` if it
 * is on already, the session has ended or the account was deleted.
 */
export async function turnOn(tx: Db, { owner, key, code, recoveryCodes, at }: TurningOn) {
  const { id: userId, role } = owner;
  const lastStep = stepOfCode(key, code, at);
  if (lastStep === null) return refuse("wrong-code");
  // Who signs in at this moment is signed out below, or sees the second step.
  const user = await lockAccountOf(tx, owner);
  if (!user) return refuse("stale");
  const [on] = await tx
    .insert(twoStepSignIns)
    .values({ userId, sealedKey: sealKey(userId, key), turnedOnAt: at, lastStep })
    .onConflictDoNothing()
    .returning({ userId: twoStepSignIns.userId });
  if (!on) return refuse("stale");
  await replaceRecoveryCodes(tx, userId, recoveryCodes);
  const sessionsEnded = await endSessionsOf(tx, userId);
  const entry = { actorId: userId, action: "account.turn-two-step-on", subject: userId, at };
  await recordAudit(tx, { ...entry, details: { sessionsEnded } });
  await mailTwoStepChange(tx, owner, { what: "on", codesLeft: recoveryCodes.length, at });
  return done({ userId, role, passwordHash: user.passwordHash } satisfies Authenticated);
}
