import { and, asc, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, exclusions, tickets, users, waitingListEntries } from "@/db/schema";
import { mayHoldTickets } from "@/lib/accounts/access";
import { sendDueAlerts } from "@/lib/alerts/commands/send-due-alerts";
import { recordAudits } from "@/lib/audit/audit-log";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import { isUpcoming } from "@/lib/availability/availability";
import { isOpenEntry } from "@/lib/mail/audiences";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMails } from "@/lib/mail/outbox";
import { drawTicket } from "@/lib/ticket-codes/draw-ticket";
import { decideHandOver } from "../hand-over";
import { endEntries } from "./end-entries";

type EventRow = typeof events.$inferSelect;

/** How many entries one transaction looks at: some 20 ms on SQLite, where it locks out other writers. */
const entriesAtOnce = 300;

/** How many more than there are spaces, in case some may not hold a ticket. */
const spare = 10;

/**
 * Gives the free spaces of an upcoming event to those who wait, in their order, and mails them; then alerts its
 * organisers, if an alert is due. The value is the event's row after it. Call it in the transaction of every
 * cancelled ticket and change of capacity, with the row that it has updated and so locked. If there are more spaces
 * and people than one transaction handles, the event counts as full until the worker has gone on: see
 * `serve-waiting-lists.ts`.
 */
export async function handOver(
  tx: Db,
  event: EventRow,
  now: Date,
  atOnce = entriesAtOnce,
): Promise<EventRow> {
  const after = await giveSpaces(tx, event, now, atOnce);
  await sendDueAlerts(tx, after, now);
  return after;
}

async function giveSpaces(tx: Db, event: EventRow, now: Date, atOnce: number): Promise<EventRow> {
  // Nobody has ever waited.
  if (event.waitingPlaces === 0 || event.cancelledAt) return event;
  const free = isUpcoming(event, now) ? event.capacity - event.allocated : 0;
  const limit = Math.min(free + spare, atOnce);
  const entries = free > 0 ? await listNext(tx, event.id, { now, limit }) : [];
  const { winners, passedOver } = decideHandOver(entries, { free, now });
  await endEntries(tx, passedOver, "ineligible", now);
  await giveTickets(tx, event, winners, now);
  const waitingListPending = winners.length < free && entries.length === limit;
  if (winners.length === 0 && waitingListPending === event.waitingListPending) return event;
  const [after = event] = await tx
    .update(events)
    .set({ allocated: event.allocated + winners.length, waitingListPending })
    .where(eq(events.id, event.id))
    .returning();
  return after;
}

type NextEntry = Awaited<ReturnType<typeof listNext>>[number];

/** The first `limit` people of a waiting list who still want a ticket. */
async function listNext(tx: Db, eventId: string, { now, limit }: { now: Date; limit: number }) {
  const rows = await tx
    .select({
      id: waitingListEntries.id,
      place: waitingListEntries.place,
      until: waitingListEntries.until,
      person: { id: users.id, name: users.name, email: existingEmail, role: users.role },
      ticketId: tickets.id,
      excludedAt: exclusions.at,
    })
    .from(waitingListEntries)
    .innerJoin(users, and(eq(users.id, waitingListEntries.userId), isExisting))
    .leftJoin(
      tickets,
      and(eq(tickets.eventId, eventId), eq(tickets.holderId, users.id), isNull(tickets.voidedAt)),
    )
    .leftJoin(exclusions, and(eq(exclusions.eventId, eventId), eq(exclusions.userId, users.id)))
    .where(isOpenEntry(eventId, now))
    .orderBy(asc(waitingListEntries.place))
    .limit(limit);
  return rows.map(({ ticketId, excludedAt, ...entry }) => ({
    ...entry,
    mayHold: mayHoldTickets(entry.person) && ticketId === null && excludedAt === null,
  }));
}

async function giveTickets(tx: Db, event: EventRow, winners: NextEntry[], now: Date): Promise<void> {
  if (winners.length === 0) return;
  const given = winners.map((entry) => ({ entry, ticket: drawTicket(event.id, entry.person, now) }));
  await tx.insert(tickets).values(given.map(({ ticket }) => ticket));
  await endEntries(tx, winners, "ticket", now);
  await queueMails(
    tx,
    given.map(({ entry: { person }, ticket }) => ({
      kind: "ticket-from-waiting-list" as const,
      recipient: person.email,
      dedupeKey: ticket.id,
      facts: { name: person.name, event: eventFacts(event), ticketId: ticket.id, code: ticket.code },
      eventId: event.id,
      at: now,
    })),
  );
  await recordAudits(
    tx,
    given.map(({ entry, ticket }) => ({
      actorId: null,
      action: "waiting-list.hand-over",
      subject: event.id,
      details: { entry: entry.id, ticket: ticket.id },
      at: now,
    })),
  );
}
