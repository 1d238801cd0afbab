import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";
import { lockAccountOf } from "@/lib/auth/lock-account";
import { hasSecondStep } from "@/lib/auth/second-step";
import type { SignedInOwner } from "@/lib/auth/viewer";
import { done, refuse } from "@/lib/outcome/outcome";
import { mailTwoStepChange } from "./mail-two-step-change";
import { replaceRecoveryCodes } from "./replace-recovery-codes";

type Renewal = {
  /** The owner, whose password was checked. */
  owner: SignedInOwner;
  codes: string[];
  at: Date;
};

/** Replaces the recovery codes of an account. Refuses `stale` if two-step sign-in is off or the session has ended. */
export async function renewRecoveryCodes(tx: Db, { owner, codes, at }: Renewal) {
  const { id } = owner;
  // Of two renewals one comes after the other.
  const user = await lockAccountOf(tx, owner);
  if (!user || !(await hasSecondStep(tx, id))) return refuse("stale");
  await replaceRecoveryCodes(tx, id, codes);
  await recordAudit(tx, { actorId: id, action: "account.renew-recovery-codes", subject: id, at });
  await mailTwoStepChange(tx, owner, { what: "codes-renewed", codesLeft: codes.length, at });
  return done(undefined);
}
