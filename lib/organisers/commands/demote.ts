import { and, eq, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import { withdrawPassesOf } from "@/lib/check-in/commands/withdraw-door-pass";
import { findManagedEvent, type ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";
import type { OrganiserActor } from "./promote";

/**
 * Removes a promoted organiser from an event, withdraws the door passes that they made, whose links they may have
 * kept, and mails them, up to five times an hour; does nothing if they are not one. Refuses `creator`, who cannot be
 * removed, `only-organiser` if nobody else is left, and `not-found` if the actor was removed meanwhile.
 */
export async function demoteOrganiser(
  tx: Db,
  { actor, event, userId, now }: { actor: OrganiserActor; event: ManagedEventRow; userId: string; now: Date },
) {
  const eventId = event.id;
  if (event.createdBy === userId) return refuse("creator");
  // Again, now that nobody else can take an organiser away.
  await lockEvent(tx, eventId);
  if (!(await findManagedEvent(tx, eventId, actor))) return refuse("not-found");
  const [other] = await tx
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .innerJoin(users, eq(users.id, eventOrganisers.userId))
    .where(and(eq(eventOrganisers.eventId, eventId), ne(users.id, userId), isExisting))
    .limit(1);
  if (!other) return refuse("only-organiser");
  const [removed] = await tx
    .delete(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, userId)))
    .returning();
  if (!removed) return done(eventId);
  await withdrawPassesOf(tx, { actor, eventIds: [eventId], userId, now });
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
