import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { prepared } from "@/db/prepared";
import { events, tickets } from "@/db/schema";
import { mayHoldTickets } from "@/lib/accounts/access";
import { sendDueAlerts } from "@/lib/alerts/commands/send-due-alerts";
import { sameLabel } from "@/lib/availability/availability";
import type { Actor } from "@/lib/events/access";
import { isExcluded } from "@/lib/exclusions/queries";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { drawTicket } from "@/lib/ticket-codes/draw-ticket";
import { endEntryOf } from "@/lib/waiting-list/commands/end-entries";
import { isActiveTicket, precheckTicketRequest } from "../queries";

export type TicketHolder = Actor & { name: string; email: string };

/**
 * Gives `holder` a ticket for an upcoming event that is not full; the value is the ticket's id. A holder of an active
 * ticket gets the same id again, even when the event is full, and no second mail. Refuses `attendees-only`,
 * `not-found`, `cancelled`, `started`, `full`, and `excluded` after an organiser took a ticket back.
 */
export async function requestTicket(
  tx: Db,
  { holder, eventId, now }: { holder: TicketHolder; eventId: string; now: Date },
) {
  if (!mayHoldTickets(holder)) return refuse("attendees-only");
  // The update itself checks for space, so that no two requests can take the same one.
  const [event] = await takeSpace(tx).execute({ eventId, now });
  // The holder's own ticket may have taken the last space. A space that was freed after the update above
  // comes too late for this request.
  if (!event) return (await precheckTicketRequest({ holder, eventId, now }, tx)) ?? refuse("full");

  if (await isExcluded(tx, eventId, holder.id)) return refuse("excluded");
  const ticket = await insertTicket(tx, eventId, holder, now);
  if ("held" in ticket) {
    // The holder had a ticket: free the second space. A check beforehand would cost every request a query, and
    // two parallel clicks would both pass it.
    await tx
      .update(events)
      .set({ allocated: sql`${events.allocated} - 1` })
      .where(eq(events.id, eventId));
    return done(ticket.held);
  }
  // Their time on the waiting list has passed, but the worker may not have seen it yet.
  if (event.waitingPlaces > 0) await endEntryOf(tx, { eventId, userId: holder.id, because: "ticket", now });
  await queueMail(tx, {
    kind: "ticket",
    recipient: holder.email,
    dedupeKey: ticket.id,
    facts: { name: holder.name, event: eventFacts(event), ticketId: ticket.id, code: ticket.code },
    eventId,
    at: now,
  });
  await sendDueAlerts(tx, event, now);
  const before = { ...event, allocated: event.allocated - 1 };
  return done(ticket.id, sameLabel(before, event, now) ? undefined : await countPublicChange(tx));
}

const takeSpace = prepared("take-space", (db) =>
  db
    .update(events)
    .set({ allocated: sql`${events.allocated} + 1` })
    .where(
      and(
        eq(events.id, sql.placeholder("eventId")),
        lt(events.allocated, events.capacity),
        eq(events.waitingListPending, false),
        isNull(events.cancelledAt),
        gt(events.startsAt, sql.param(sql.placeholder("now"), events.startsAt)),
      ),
    )
    .returning(),
);

const activeTicket = prepared("active-ticket", (db) =>
  db
    .select({ id: tickets.id })
    .from(tickets)
    .where(isActiveTicket(sql.placeholder("eventId"), sql.placeholder("holderId"))),
);

const placeholders = {
  id: sql.placeholder("id"),
  eventId: sql.placeholder("eventId"),
  holderId: sql.placeholder("holderId"),
  code: sql.placeholder("code"),
  searchText: sql.placeholder("searchText"),
  createdAt: sql.placeholder("createdAt"),
};

const newTicket = prepared("new-ticket", (db) =>
  db
    .insert(tickets)
    .values(placeholders)
    .onConflictDoNothing()
    .returning({ id: tickets.id, code: tickets.code }),
);

/**
 * Inserts a ticket, with another code if the first one exists already; or returns the id of the holder's active
 * ticket as `held`.
 */
async function insertTicket(tx: Db, eventId: string, holder: TicketHolder, now: Date) {
  for (let draw = 0; draw < 3; draw++) {
    const [ticket] = await newTicket(tx).execute(drawTicket(eventId, holder, now));
    if (ticket) return ticket;
    const [active] = await activeTicket(tx).execute({ eventId, holderId: holder.id });
    if (active) return { held: active.id };
  }
  throw new Error("a ticket could be neither made nor found");
}
