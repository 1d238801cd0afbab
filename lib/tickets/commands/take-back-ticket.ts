import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, exclusions, tickets, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
import { sameLabel } from "@/lib/availability/availability";
import { findActive } from "@/lib/check-in/commands/add-check-in";
import type { Actor } from "@/lib/events/access";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { handOver } from "@/lib/waiting-list/commands/hand-over";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";

type TakeBack = { actor: Actor; eventId: ManagedEventId; ticketId: string; reason: string; now: Date };

/**
 * Voids a ticket for the event's organiser, until the event ends, and mails the reason to its holder, who gets no
 * other one until an organiser allows it. The first on the waiting list gets the space. A void ticket stays
 * unchanged, without a refusal. Refuses `not-found`, `ended` and `checked-in`.
 */
export async function takeBackTicket(tx: Db, { actor, eventId, ticketId, reason, now }: TakeBack) {
  const isTicket = and(eq(tickets.id, ticketId), eq(tickets.eventId, eventId));
  const event = await lockEvent(tx, eventId);
  const [ticket] = await tx
    .select({ voidedAt: tickets.voidedAt, holder: { id: users.id, name: users.name, email: users.email } })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(isTicket);
  if (!event || !ticket) return refuse("not-found");
  if (ticket.voidedAt) return done(undefined);
  if (event.cancelledAt || event.endsAt.getTime() <= now.getTime()) return refuse("ended");

  const { holder } = ticket;
  await tx
    .update(tickets)
    .set({ voidedAt: now, voidedBecause: "taken-back", voidedReason: reason })
    .where(isTicket);
  // A check-in locks the ticket's row first, so that either it is seen here, or it sees the void ticket.
  if (await findActive(tx, ticketId)) return refuse("checked-in");
  const exclusion = { eventId, userId: holder.id, at: now, excludedBy: actor.id };
  await tx.insert(exclusions).values(exclusion).onConflictDoNothing();
  const [freed = event] = await tx
    .update(events)
    .set({ allocated: event.allocated - 1 })
    .where(eq(events.id, eventId))
    .returning();
  if (holder.email !== null)
    await queueMail(tx, {
      kind: "ticket-taken-back",
      recipient: holder.email,
      dedupeKey: ticketId,
      facts: { name: holder.name, event: eventFacts(event), ticketId, reason },
      eventId,
      at: now,
    });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "ticket.take-back",
    subject: eventId,
    details: { ticket: ticketId },
    at: now,
  });
  const after = await handOver(tx, freed, now);
  return done(undefined, sameLabel(event, after, now) ? undefined : await countPublicChange(tx));
}
