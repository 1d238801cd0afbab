import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { twoStepSignIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { Owner } from "@/lib/auth/viewer";
import { done, refuse } from "@/lib/outcome/outcome";
import { mailTwoStepChange } from "./mail-two-step-change";
import { replaceRecoveryCodes } from "./replace-recovery-codes";

type Renewal = {
  /** The owner, whose password was checked. */
  owner: Owner;
  codes: string[];
  at: Date;
};

/** Replaces the recovery codes of an account. Refuses `stale` if two-step sign-in is off. */
export async function renewRecoveryCodes(tx: Db, { owner, codes, at }: Renewal) {
  const { id } = owner;
  // Also locks the row, so that of two renewals one comes after the other.
  const [on] = await tx
    .update(twoStepSignIns)
    .set({ userId: id })
    .where(eq(twoStepSignIns.userId, id))
    .returning({ userId: twoStepSignIns.userId });
  if (!on) return refuse("stale");
  await replaceRecoveryCodes(tx, id, codes);
  await recordAudit(tx, { actorId: id, action: "account.renew-recovery-codes", subject: id, at });
  await mailTwoStepChange(tx, owner, { what: "codes-renewed", codesLeft: codes.length, at });
  return done(undefined);
}
