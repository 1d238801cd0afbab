import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, tickets } from "@/db/schema";
import { sameLabel } from "@/lib/availability/availability";
import { findActive } from "@/lib/check-in/commands/add-check-in";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { handOver } from "@/lib/waiting-list/commands/hand-over";
import type { TicketHolder } from "./request-ticket";
import type { OwnTicketRow } from "./with-own-ticket";

/** Voids a ticket as `voidOwnTicket` does, and mails its holder. The value is its id. */
export async function cancelTicket(
  tx: Db,
  { holder, ticket, now }: { holder: TicketHolder; ticket: OwnTicketRow; now: Date },
) {
  const outcome = await voidOwnTicket(tx, { ticket, now });
  if (!outcome.ok) return outcome;
  if (!outcome.value) return done(ticket.id);
  const { event, isPublicChange } = outcome.value;
  await queueMail(tx, {
    kind: "ticket-cancelled",
    recipient: holder.email,
    dedupeKey: ticket.id,
    facts: { name: holder.name, event: eventFacts(event), ticketId: ticket.id },
    eventId: event.id,
    at: now,
  });
  return done(ticket.id, isPublicChange ? await countPublicChange(tx) : undefined);
}

/**
 * Voids the holder's ticket before its event starts and frees the space, which the first on the waiting list gets; the
 * value is the event, and whether the public sees a change, which the caller counts after all events that it locks. A
 * void ticket stays unchanged, without a refusal; the value is then null. Refuses `started` and `checked-in`.
 */
export async function voidOwnTicket(tx: Db, { ticket, now }: { ticket: OwnTicketRow; now: Date }) {
  const ticketId = ticket.id;
  if (ticket.voidedAt) return done(null);

  // All commands lock the event's row first, so that they never deadlock.
  const [event] = await tx
    .update(events)
    .set({ allocated: sql`${events.allocated} - 1` })
    .where(
      and(
        eq(events.id, ticket.eventId),
        isNull(events.cancelledAt),
        gt(events.startsAt, now),
        gt(events.allocated, 0),
      ),
    )
    .returning();
  if (!event) return await stateNow(tx, ticketId);

  const [voided] = await tx
    .update(tickets)
    .set({ voidedAt: now, voidedBecause: "cancelled-by-holder" })
    .where(and(eq(tickets.id, ticketId), isNull(tickets.voidedAt)))
    .returning({ id: tickets.id });
  if (!voided) {
    // Another connection has cancelled the ticket meanwhile and freed the space.
    await tx
      .update(events)
      .set({ allocated: sql`${events.allocated} + 1` })
      .where(eq(events.id, event.id));
    return done(null);
  }
  // A check-in locks the ticket's row first, so that either it is seen here, or it sees the void ticket.
  if (await findActive(tx, ticketId)) return refuse("checked-in");
  const after = await handOver(tx, event, now);
  const before = { ...event, allocated: event.allocated + 1 };
  return done({ event, isPublicChange: !sameLabel(before, after, now) });
}

async function stateNow(tx: Db, ticketId: string) {
  const [ticket] = await tx
    .select({ voidedAt: tickets.voidedAt, cancelledAt: events.cancelledAt })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(eq(tickets.id, ticketId));
  return ticket?.voidedAt || ticket?.cancelledAt ? done(null) : refuse("started");
}
