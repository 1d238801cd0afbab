import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passkeys } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { Owner } from "@/lib/auth/viewer";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";

type Removal = { owner: Owner; passkeyId: string; at: Date };

/** Removes one of the owner's passkeys and mails that. Refuses `not-found` for one that is not theirs, or gone. */
export async function removePasskey(tx: Db, { owner, passkeyId, at }: Removal) {
  const [removed] = await tx
    .delete(passkeys)
    .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, owner.id)))
    .returning({ name: passkeys.name });
  if (!removed) return refuse("not-found");
  const entry = { actorId: owner.id, action: "account.remove-passkey", subject: owner.id, at };
  await recordAudit(tx, { ...entry, details: { passkeyId } });
  await queueMail(tx, {
    kind: "passkey-changed",
    recipient: owner.email,
    dedupeKey: newId(),
    facts: { name: owner.name, passkey: removed.name, what: "removed" },
    at,
  });
  return done(undefined);
}
