import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { twoStepSignIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { replaceRecoveryCodes } from "./replace-recovery-codes";

type Renewal = {
  /** The owner, whose password was checked. */
  owner: { id: string; name: string; email: string };
  codes: string[];
  at: Date;
};

/** Replaces the recovery codes of an account. Refuses `stale` if two-step sign-in is off. */
export async function renewRecoveryCodes(tx: Db, { owner, codes, at }: Renewal) {
  const { id, name, email } = owner;
  // Also locks the row, so that of two renewals one comes after the other.
  const [on] = await tx
    .update(twoStepSignIns)
    .set({ userId: id })
    .where(eq(twoStepSignIns.userId, id))
    .returning({ userId: twoStepSignIns.userId });
  if (!on) return refuse("stale");
  await replaceRecoveryCodes(tx, id, codes);
  await recordAudit(tx, { actorId: id, action: "account.renew-recovery-codes", subject: id, at });
  await queueMail(tx, {
    kind: "two-step-changed",
    recipient: email,
    dedupeKey: newId(),
    facts: { name, what: "codes-renewed", codesLeft: codes.length },
    at,
  });
  return done(undefined);
}
