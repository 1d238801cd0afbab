import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";
import { type Authenticated, endSessionsOf, replacePasswordHash } from "@/lib/auth/sessions";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { replaceResets } from "./replace-resets";

type Change = {
  /** The owner, whose current password has been verified. */
  owner: Authenticated & { name: string; email: string };
  newHash: string;
  at: Date;
};

/**
 * Changes the password and ends every session. Refuses `wrong-password` if the password has changed since
 * the check.
 */
export async function changePassword(tx: Db, { owner, newHash, at }: Change) {
  if (!(await replacePasswordHash(tx, owner, newHash))) return refuse("wrong-password");
  const sessionsEnded = await endSessionsOf(tx, owner.userId);
  await replaceResets(tx, owner.email, at);
  const entry = { actorId: owner.userId, action: "account.change-password", subject: owner.userId, at };
  await recordAudit(tx, { ...entry, details: { sessionsEnded } });
  await queueMail(tx, {
    kind: "password-changed",
    recipient: owner.email,
    dedupeKey: newId(),
    facts: { name: owner.name, how: "changed" },
    at,
  });
  return done(undefined);
}
