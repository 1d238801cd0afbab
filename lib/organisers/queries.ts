import { and, asc, desc, eq, exists, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { type AvailabilityLabel, availabilityLabel } from "@/lib/events/availability";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { type PublicEvent, stateOf } from "@/lib/events/queries";
import { cutPage, standing } from "@/lib/search/pagination";
import { containsWords, searchWords } from "@/lib/search/search-text";
import { endOfTime, findInSlices } from "@/lib/search/slices";

/** An event as its own organisers see it, figures included. */
export type ManagedEvent = {
  id: string;
  name: string;
  description: string;
  location: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  durationMinutes: number;
  capacity: number;
  allocated: number;
  voidedTickets: number;
  cancelReason: string | null;
  state: PublicEvent["state"];
  label: AvailabilityLabel | null;
};

type EventRow = typeof events.$inferSelect;

const toManagedEvent = (event: EventRow, now: Date): ManagedEvent => ({
  id: event.id,
  name: event.name,
  description: event.description,
  location: event.location,
  startsAt: event.startsAt,
  endsAt: event.endsAt,
  timeZone: event.timeZone,
  durationMinutes: event.durationMinutes,
  capacity: event.capacity,
  allocated: event.allocated,
  voidedTickets: event.voidedTickets,
  cancelReason: event.cancelReason,
  state: stateOf(event, now),
  label: availabilityLabel(event, now),
});

export const managedPerPage = 50;

/**
 * A page of the events `userId` organises: those ahead (upcoming and running), soonest first, or those that
 * are over (ended and cancelled), latest first. `next` is the event that the next page begins after.
 * @param after the event that this page begins after; an unknown one counts as none
 */
export async function listManagedEvents(
  userId: string,
  group: "ahead" | "over",
  after: string | null,
  now: Date,
): Promise<{ events: ManagedEvent[]; next: string | null }> {
  const ahead = group === "ahead";
  const columns = [events.startsAt, events.id];
  const [place] = after
    ? await reader().select({ startsAt: events.startsAt }).from(events).where(eq(events.id, after))
    : [];
  const rows = await reader()
    .select({ event: events })
    .from(eventOrganisers)
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(
      and(
        eq(eventOrganisers.userId, userId),
        ahead
          ? and(isNull(events.cancelledAt), gt(events.endsAt, now))
          : or(isNotNull(events.cancelledAt), lte(events.endsAt, now)),
        place && standing(columns, ahead ? ">" : "<", [place.startsAt, after]),
      ),
    )
    .orderBy(...columns.map((column) => (ahead ? asc(column) : desc(column))))
    .limit(managedPerPage + 1);
  const { page, last } = cutPage(rows, managedPerPage);
  return { events: page.map((row) => toManagedEvent(row.event, now)), next: last?.event.id ?? null };
}

/** One event for its organiser's page; null when `userId` does not organise it. */
export async function findEventFor(eventId: string, userId: string, now: Date): Promise<ManagedEvent | null> {
  const event = await findManagedEvent(reader(), eventId, { id: userId });
  return event ? toManagedEvent(event, now) : null;
}

export type Attendee = {
  userId: string;
  name: string;
  email: string;
  requestedAt: Date;
  isOrganiser: boolean;
};

export const attendeesPerPage = 50;

/**
 * A page of an event's ticket holders, first come first, found by words in name or email. `next` is the
 * ticket that the next page begins after.
 * @param after the ticket that this page begins after; an unknown one counts as none
 */
export async function listAttendees(
  eventId: string,
  { q, after }: { q: string; after: string | null },
): Promise<{ attendees: Attendee[]; next: string | null }> {
  const order = [tickets.createdAt, tickets.id] as const;
  const [start] = after
    ? await reader()
        .select({ at: tickets.createdAt })
        .from(tickets)
        .where(and(eq(tickets.id, after), eq(tickets.eventId, eventId)))
    : [];
  const words = searchWords(q);
  const within = (from?: Date, until?: Date) =>
    and(
      eq(tickets.eventId, eventId),
      isNull(tickets.voidedAt),
      from && gt(tickets.createdAt, from),
      until && lte(tickets.createdAt, until),
      // Only the first slice has rows at the very moment of the start.
      start && !(from && from >= start.at) ? standing(order, ">", [start.at, after]) : undefined,
    );
  const promoted = reader()
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, users.id)));
  const find = (from: Date | undefined, until: Date | undefined, limit: number) =>
    reader()
      .select({
        ticketId: tickets.id,
        userId: users.id,
        name: users.name,
        email: users.email,
        requestedAt: tickets.createdAt,
        isOrganiser: sql<boolean | number>`${exists(promoted)}`,
      })
      .from(tickets)
      .innerJoin(users, eq(users.id, tickets.holderId))
      .where(and(within(from, until), ...containsWords(users.searchText, words)))
      .orderBy(...order)
      .limit(limit);
  const momentOf = async (nth: number, from: Date) => {
    const [row] = await reader()
      .select({ at: tickets.createdAt })
      .from(tickets)
      .where(within(from))
      .orderBy(...order)
      .limit(1)
      .offset(nth - 1);
    return row?.at;
  };
  const wanted = attendeesPerPage + 1;
  const whole = { after: new Date((start?.at.getTime() ?? 0) - 1), until: endOfTime };
  // Each holder is a row of another table: some twenty times the work of one entry of an index.
  const rows = words.length
    ? await findInSlices({ ...whole, wanted, weight: 20 * words.length, momentOf, find })
    : await find(undefined, undefined, wanted);
  const { page, last } = cutPage(rows, attendeesPerPage);
  return {
    attendees: page.map(({ ticketId, ...row }) => ({ ...row, isOrganiser: Boolean(row.isOrganiser) })),
    next: last?.ticketId ?? null,
  };
}

export type EventOrganiser = { userId: string; name: string; email: string; isCreator: boolean };

/** Who organises an event, its creator first. */
export async function listOrganisers(eventId: string): Promise<EventOrganiser[]> {
  const rows = await reader()
    .select({ userId: users.id, name: users.name, email: users.email, createdBy: events.createdBy })
    .from(eventOrganisers)
    .innerJoin(users, eq(users.id, eventOrganisers.userId))
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(eq(eventOrganisers.eventId, eventId))
    .orderBy(asc(eventOrganisers.addedAt), asc(users.id));
  const organisers = rows.map(({ createdBy, ...user }) => ({
    ...user,
    isCreator: user.userId === createdBy,
  }));
  return [...organisers.filter((user) => user.isCreator), ...organisers.filter((user) => !user.isCreator)];
}
