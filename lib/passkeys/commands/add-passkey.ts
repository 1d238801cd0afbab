import { count, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passkeys } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { lockAccountOf } from "@/lib/auth/lock-account";
import type { SignedInOwner } from "@/lib/auth/viewer";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import type { NewPasskey } from "../ceremony";
import { consumeChallenge } from "./consume-challenge";

const most = 20;

type Addition = {
  /** Whose password was checked in the session. */
  owner: SignedInOwner;
  name: string;
  passkey: NewPasskey;
  /** That the passkey has signed. */
  challenge: string;
  at: Date;
};

/**
 * Adds a passkey to an account and mails that. Refuses `stale` if the challenge was used, the session has ended, the
 * account was deleted or the passkey is known already, and `too-many` after 20.
 */
export async function addPasskey(tx: Db, { owner, name, passkey, challenge, at }: Addition) {
  if (!(await consumeChallenge(tx, challenge, at))) return refuse("stale");
  // So that two at once do not both count 19.
  if (!(await lockAccountOf(tx, owner))) return refuse("stale");
  const [had] = await tx.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, owner.id));
  if ((had?.passkeys ?? 0) >= most) return refuse("too-many");
  const { credentialId, publicKey, counter, transports } = passkey;
  const [added] = await tx
    .insert(passkeys)
    .values({
      ...{ id: newId(), userId: owner.id, name, createdAt: at },
      ...{ credentialId, publicKey, counter, transports: JSON.stringify(transports) },
    })
    .onConflictDoNothing()
    .returning({ id: passkeys.id });
  if (!added) return refuse("stale");
  const entry = { actorId: owner.id, action: "account.add-passkey", subject: owner.id, at };
  await recordAudit(tx, { ...entry, details: { passkeyId: added.id } });
  await queueMail(tx, {
    kind: "passkey-changed",
    recipient: owner.email,
    dedupeKey: newId(),
    facts: { name: owner.name, passkey: name, what: "added" },
    at,
  });
  return done(undefined);
}
