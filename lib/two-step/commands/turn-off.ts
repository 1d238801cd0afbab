import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { recoveryCodes, twoStepSignIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { lockAccountOf } from "@/lib/auth/lock-account";
import type { SignedInOwner } from "@/lib/auth/viewer";
import { done, refuse } from "@/lib/outcome/outcome";
import { mailTwoStepChange } from "./mail-two-step-change";

/**
 * Turns two-step sign-in off, if it is on, and deletes its key and recovery codes. The owner's password was checked.
 * Refuses `stale` if the session has ended.
 */
export async function turnOff(tx: Db, { owner, at }: { owner: SignedInOwner; at: Date }) {
  const { id } = owner;
  if (!(await lockAccountOf(tx, owner))) return refuse("stale");
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, id));
  const [off] = await tx
    .delete(twoStepSignIns)
    .where(eq(twoStepSignIns.userId, id))
    .returning({ userId: twoStepSignIns.userId });
  if (!off) return done(undefined);
  await recordAudit(tx, { actorId: id, action: "account.turn-two-step-off", subject: id, at });
  await mailTwoStepChange(tx, owner, { what: "off", codesLeft: 0, at });
  return done(undefined);
}
