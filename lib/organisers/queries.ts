import { and, asc, desc, eq, exists, isNull, sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { type AvailabilityLabel, availabilityLabel } from "@/lib/events/availability";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { type PublicEvent, stateOf } from "@/lib/events/queries";
import { containsWords } from "@/lib/search-text";

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

/** The events `userId` organises: upcoming and running ones soonest first, then what is over, latest first. */
export async function listManagedEvents(userId: string, now: Date): Promise<ManagedEvent[]> {
  const rows = await reader()
    .select({ event: events })
    .from(eventOrganisers)
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(eq(eventOrganisers.userId, userId))
    .orderBy(desc(events.startsAt), asc(events.id));
  const managed = rows.map((row) => toManagedEvent(row.event, now));
  const ahead = (event: ManagedEvent) => event.state === "upcoming" || event.state === "started";
  return [...managed.filter(ahead).reverse(), ...managed.filter((event) => !ahead(event))];
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

/** One page of an event's ticket holders, first come first, found by words in name or email. */
export async function listAttendees(
  eventId: string,
  { q, page }: { q: string; page: number },
): Promise<{ attendees: Attendee[]; more: boolean }> {
  const promoted = reader()
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, users.id)));
  const rows = await reader()
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      requestedAt: tickets.createdAt,
      isOrganiser: sql<boolean | number>`${exists(promoted)}`,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt), ...containsWords(users.searchText, q)))
    .orderBy(asc(tickets.createdAt), asc(tickets.id))
    .limit(attendeesPerPage + 1)
    .offset((page - 1) * attendeesPerPage);
  const attendees = rows
    .slice(0, attendeesPerPage)
    .map((row) => ({ ...row, isOrganiser: Boolean(row.isOrganiser) }));
  return { attendees, more: rows.length > attendeesPerPage };
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

/** Whether `userId` organises the event, as its creator or promoted. */
export async function isOrganiserOf(eventId: string, userId: string): Promise<boolean> {
  const [row] = await reader()
    .select({ userId: eventOrganisers.userId })
    .from(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, userId)));
  return row !== undefined;
}
