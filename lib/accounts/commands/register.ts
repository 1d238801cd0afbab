import type { Db } from "@/db/client";
import { registrations } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { linkLifetime } from "@/lib/auth/link-token";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { deleteOldLinks } from "./delete-old-links";

export type Registration = {
  name: string;
  email: string;
  /** From `hashRegistrationPassword`. */
  passwordHash: string;
  /** Organiser only if this submission included the organiser code. */
  role: "attendee" | "organiser";
  next: string | null;
  at: Date;
};

/**
 * Adds a pending registration and queues its mail; changes nothing when no mail may be sent to the address.
 * The rows and the outcome are the same whether or not the address is known.
 */
export async function register(tx: Db, registration: Registration) {
  const { name, email, passwordHash, role, next, at } = registration;
  if ((await consume(tx, "mailed-link", email, at)) > 0) return done(undefined);
  await deleteOldLinks(tx, registrations, at);
  const id = newId();
  const expiresAt = new Date(at.getTime() + linkLifetime["confirm-email"]);
  await tx
    .insert(registrations)
    .values({ id, name, email, passwordHash, role, next, createdAt: at, expiresAt });
  const mail = { recipient: email, dedupeKey: id, facts: { registrationId: id }, at };
  await queueMail(tx, { kind: "registration", ...mail });
  const entry = { actorId: null, action: "account.register", subject: email };
  await recordAudit(tx, { ...entry, details: { role }, at });
  return done(undefined);
}
