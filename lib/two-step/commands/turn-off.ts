import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { recoveryCodes, twoStepSignIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";

/** An account whose owner's password was checked. */
type Owner = { id: string; name: string; email: string };

/** Turns two-step sign-in off, if it is on, and deletes its key and recovery codes. */
export async function turnOff(tx: Db, { owner, at }: { owner: Owner; at: Date }) {
  const { id, name, email } = owner;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, id));
  const [off] = await tx
    .delete(twoStepSignIns)
    .where(eq(twoStepSignIns.userId, id))
    .returning({ userId: twoStepSignIns.userId });
  if (!off) return done(undefined);
  await recordAudit(tx, { actorId: id, action: "account.turn-two-step-off", subject: id, at });
  await queueMail(tx, {
    kind: "two-step-changed",
    recipient: email,
    dedupeKey: newId(),
    facts: { name, what: "off", codesLeft: 0 },
    at,
  });
  return done(undefined);
}
