import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import type { OrganiserActor } from "./promote";

/**
 * Removes a promoted organiser from an event and mails them, up to five times an hour; does nothing if they
 * are not one. Refuses `creator`, who cannot be removed.
 */
export async function demoteOrganiser(
  tx: Db,
  { actor, event, userId, now }: { actor: OrganiserActor; event: ManagedEventRow; userId: string; now: Date },
) {
  const eventId = event.id;
  if (event.createdBy === userId) return refuse("creator");
  const [removed] = await tx
    .delete(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, userId)))
    .returning();
  if (!removed) return done(eventId);
  const [user] = await tx
    .select({ name: users.name, email: existingEmail })
    .from(users)
    .where(and(eq(users.id, userId), isExisting));
  if (user && (await consume(tx, "organiser-mail", `demoted:${user.email}`, now)) === 0) {
    await queueMail(tx, {
      kind: "demoted",
      recipient: user.email,
      dedupeKey: newId(),
      facts: { name: user.name, event: eventFacts(event), by: actor.name },
      eventId,
      at: now,
    });
  }
  await recordAudit(tx, {
    actorId: actor.id,
    action: "organiser.demote",
    subject: eventId,
    details: { user: userId },
    at: now,
  });
  return done(eventId);
}
