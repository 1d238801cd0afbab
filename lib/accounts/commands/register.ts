import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { issueLink } from "./issue-link";

export type Registration = {
  name: string;
  email: string;
  passwordHash: string;
  /** Organiser only if this submission included the organiser code. */
  role: "attendee" | "organiser";
  next: string | null;
  at: Date;
};

/**
 * Registers an account that is pending until its address is verified. A pending registration of the same
 * address is replaced as a whole. A verified account stays unchanged and its owner gets a mail. The outcome is
 * always the same.
 */
export async function register(tx: Db, registration: Registration) {
  const { email, next, at } = registration;
  const mayMail = (await consume(tx, "mailed-link", email, at)) === 0;
  const pending = await upsertPending(tx, registration);
  if (pending) {
    const tokenId = await issueLink(tx, { userId: pending.id, purpose: "confirm-email", next, at });
    if (mayMail) {
      const facts = { name: registration.name, role: registration.role, tokenId };
      await queueMail(tx, { kind: "confirm-address", recipient: email, dedupeKey: tokenId, facts, at });
    }
  } else {
    const [known] = await tx.select({ name: users.name }).from(users).where(eq(users.email, email));
    if (known && mayMail) {
      const mail = { recipient: email, dedupeKey: newId(), facts: { name: known.name }, at };
      await queueMail(tx, { kind: "address-already-registered", ...mail });
    }
  }
  await recordAudit(tx, {
    actorId: null,
    action: "account.register",
    subject: email,
    details: { role: registration.role, known: !pending, mailed: mayMail },
    at,
  });
  return done(undefined);
}

/** Inserts or replaces the pending account; undefined when the address is already verified. */
async function upsertPending(tx: Db, registration: Registration) {
  const { name, email, passwordHash, at } = registration;
  const facts = { name, passwordHash, role: registration.role };
  const [created] = await tx
    .insert(users)
    .values({ id: newId(), email, ...facts, emailVerifiedAt: null, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (created) return created;
  const [replaced] = await tx
    .update(users)
    .set(facts)
    .where(and(eq(users.email, email), isNull(users.emailVerifiedAt)))
    .returning({ id: users.id });
  return replaced;
}
