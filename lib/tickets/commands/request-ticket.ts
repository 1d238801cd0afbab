import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { prepared } from "@/db/prepared";
import { events, tickets } from "@/db/schema";
import { sameLabel } from "@/lib/availability/availability";
import type { Actor } from "@/lib/events/access";
import { sendDueAlerts } from "@/lib/events/commands/send-due-alerts";
import { eventFacts } from "@/lib/events/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { newId } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { newTicketCode } from "@/lib/ticket-codes/ticket-code";
import { mayHoldTickets } from "../access";
import { isActiveTicket, precheckTicketRequest } from "../queries";

export type TicketHolder = Actor & { name: string; email: string };

/**
 * Gives `holder` a ticket for an upcoming event that is not full; the value is the ticket's id. Asked
 * again it answers the same ticket, also when the event is full by then, and sends no second mail.
 * Refuses `attendees-only`, `not-found`, `cancelled`, `started`, `full`.
 */
export async function requestTicket(
  tx: Db,
  { holder, eventId, now }: { holder: TicketHolder; eventId: string; now: Date },
) {
  if (!mayHoldTickets(holder)) return refuse("attendees-only");
  // The guard is in the update, so that no two requests can take the same space.
  const [event] = await takeSpace(tx).execute({ eventId, now });
  // A holder gets their own ticket again, also when it took the last space. A space that was returned after
  // the update above is too late for this request.
  if (!event) return (await precheckTicketRequest({ holder, eventId, now }, tx)) ?? refuse("full");

  const ticket = await insertTicket(tx, eventId, holder, now);
  if ("held" in ticket) {
    // A holder returns the second space. Asking first would cost every request a query, and two clicks on two
    // connections would both pass it.
    await tx
      .update(events)
      .set({ allocated: sql`${events.allocated} - 1` })
      .where(eq(events.id, eventId));
    return done(ticket.held);
  }
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

const takeSpace = prepared((db) =>
  db
    .update(events)
    .set({ allocated: sql`${events.allocated} + 1` })
    .where(
      and(
        eq(events.id, sql.placeholder("eventId")),
        lt(events.allocated, events.capacity),
        isNull(events.cancelledAt),
        gt(events.startsAt, sql.param(sql.placeholder("now"), events.startsAt)),
      ),
    )
    .returning()
    .prepare(),
);

const activeTicket = prepared((db) =>
  db
    .select({ id: tickets.id })
    .from(tickets)
    .where(isActiveTicket(sql.placeholder("eventId"), sql.placeholder("holderId")))
    .prepare(),
);

const placeholders = {
  id: sql.placeholder("id"),
  eventId: sql.placeholder("eventId"),
  holderId: sql.placeholder("holderId"),
  code: sql.placeholder("code"),
  searchText: sql.placeholder("searchText"),
  createdAt: sql.placeholder("createdAt"),
};

const newTicket = prepared((db) =>
  db
    .insert(tickets)
    .values(placeholders)
    .onConflictDoNothing()
    .returning({ id: tickets.id, code: tickets.code })
    .prepare(),
);

/**
 * Inserts a ticket, drawing another code in the unheard-of case that one was drawn before; or tells the id
 * of the one that is `held` already.
 */
async function insertTicket(tx: Db, eventId: string, holder: TicketHolder, now: Date) {
  const holderId = holder.id;
  const searchText = searchable(`${holder.name} ${holder.email}`);
  for (let draw = 0; draw < 3; draw++) {
    const drawn = { id: newId(), eventId, holderId, code: newTicketCode(), searchText, createdAt: now };
    const [ticket] = await newTicket(tx).execute(drawn);
    if (ticket) return ticket;
    const [active] = await activeTicket(tx).execute({ eventId, holderId });
    if (active) return { held: active.id };
  }
  throw new Error("a ticket could be neither made nor found");
}
