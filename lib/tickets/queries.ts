import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  isNotNull,
  isNull,
  lte,
  or,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { checkIns, eventOrganisers, events, exclusions, tickets, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { mayHoldTickets } from "@/lib/accounts/access";
import { isCheckedIn } from "@/lib/check-in/queries";
import type { Actor } from "@/lib/events/access";
import { type FeedEvent, feedColumns, toFeedEvent } from "@/lib/events/queries";
import { done, refuse } from "@/lib/outcome/outcome";
import { afterCursor, everyPage, takePage } from "@/lib/search/pagination";
import { containsWords, searchWords } from "@/lib/search/search-text";
import type { AttendeeListInput } from "./input";
import { ticketRefusal } from "./refusal";

/** A ticket and its event, for its holder. */
export type HeldTicket = {
  id: string;
  code: string;
  createdAt: Date;
  state: TicketState;
  /** Why an organiser took it back. */
  voidedReason: string | null;
  event: {
    id: string;
    name: string;
    location: string;
    pictureId: string | null;
    startsAt: Date;
    endsAt: Date;
    timeZone: string;
    cancelReason: string | null;
  };
  cancellable: boolean;
  /** When it was checked in at the door. */
  checkedInAt: Date | null;
};

export type TicketState =
  | "upcoming"
  | "started"
  | "past"
  | "cancelled-by-holder"
  | "event-cancelled"
  | "taken-back";

const columns = {
  ticket: tickets,
  event: {
    id: events.id,
    name: events.name,
    location: events.location,
    pictureId: events.pictureId,
    startsAt: events.startsAt,
    endsAt: events.endsAt,
    timeZone: events.timeZone,
    cancelReason: events.cancelReason,
  },
  eventCancelledAt: events.cancelledAt,
  checkedInAt: checkIns.at,
};

type Row = {
  ticket: typeof tickets.$inferSelect;
  event: HeldTicket["event"];
  eventCancelledAt: Date | null;
  checkedInAt: Date | null;
};

function stateOf({ ticket, event, eventCancelledAt }: Row, now: Date): TicketState {
  if (ticket.voidedBecause) return ticket.voidedBecause;
  if (eventCancelledAt) return "event-cancelled";
  return event.startsAt > now ? "upcoming" : event.endsAt > now ? "started" : "past";
}

function toHeldTicket(row: Row, now: Date): HeldTicket {
  const { ticket, event, checkedInAt } = row;
  const state = stateOf(row, now);
  return {
    id: ticket.id,
    code: ticket.code,
    createdAt: ticket.createdAt,
    state,
    voidedReason: ticket.voidedReason,
    event,
    cancellable: state === "upcoming" && !checkedInAt,
    checkedInAt,
  };
}

export const ticketsPerPage = 50;

/**
 * A page of one holder's tickets: active ones of events that have not ended, the soonest event first, or past
 * and void ones, the newest first. `next` is the cursor of the next page.
 * @param after the cursor of this page, a ticket's id; an unknown one is ignored
 */
export async function listTickets(
  holderId: string,
  group: "upcoming" | "past",
  after: string | null,
  now: Date,
): Promise<{ tickets: HeldTicket[]; next: string | null }> {
  const isUpcoming = group === "upcoming";
  const sorted = isUpcoming ? events.startsAt : tickets.createdAt;
  const [cursor] = after
    ? await reader()
        .select({ at: sorted })
        .from(tickets)
        .innerJoin(events, eq(events.id, tickets.eventId))
        .where(and(eq(tickets.id, after), eq(tickets.holderId, holderId)))
    : [];
  const rows = await reader()
    .select(columns)
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .leftJoin(checkIns, isCheckedIn)
    .where(
      and(
        eq(tickets.holderId, holderId),
        isUpcoming
          ? and(isNull(tickets.voidedAt), isNull(events.cancelledAt), gt(events.endsAt, now))
          : or(isNotNull(tickets.voidedAt), isNotNull(events.cancelledAt), lte(events.endsAt, now)),
        cursor && afterCursor([sorted, tickets.id], isUpcoming ? "asc" : "desc", [cursor.at, after]),
      ),
    )
    .orderBy(...[sorted, tickets.id].map((column) => (isUpcoming ? asc(column) : desc(column))))
    .limit(ticketsPerPage + 1);
  const { page, last } = takePage(rows, ticketsPerPage);
  return { tickets: page.map((row) => toHeldTicket(row, now)), next: last?.ticket.id ?? null };
}

/** How long, in ms, a past event stays in its holder's calendar. */
const calendarKeeps = 90 * 24 * 3_600_000;

const maxCalendarTickets = 500;

/** An event that somebody has a ticket for, cancelled if the ticket is void. */
export type CalendarTicket = FeedEvent & { ticketId: string };

/**
 * The events in the private calendar of `holderId`: those that end after 90 days ago, the latest first, each once,
 * with the active ticket or else the last void one.
 */
export async function listCalendarTickets(holderId: string, now: Date): Promise<CalendarTicket[]> {
  const rows = await reader()
    .select({ ticketId: tickets.id, voidedAt: tickets.voidedAt, event: feedColumns })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(and(eq(tickets.holderId, holderId), gt(events.endsAt, new Date(now.getTime() - calendarKeeps))))
    .orderBy(desc(events.startsAt), desc(events.id), asc(tickets.createdAt), asc(tickets.id))
    .limit(maxCalendarTickets);
  const found = new Map<string, CalendarTicket>();
  for (const { ticketId, voidedAt, event: row } of rows) {
    const event = toFeedEvent(row);
    if (voidedAt && found.get(event.id)?.cancelled === false) continue;
    found.set(event.id, { ...event, ticketId, cancelled: event.cancelled || voidedAt !== null });
  }
  return [...found.values()];
}

/** One ticket of `holderId`, or null. */
export async function findTicket(ticketId: string, holderId: string, now: Date): Promise<HeldTicket | null> {
  const [row] = await reader()
    .select(columns)
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .leftJoin(checkIns, isCheckedIn)
    .where(and(eq(tickets.id, ticketId), eq(tickets.holderId, holderId)));
  return row ? toHeldTicket(row, now) : null;
}

/**
 * A condition for a holder's active ticket, if the event is not cancelled, which the caller checks; ids are columns or
 * placeholders.
 */
export const isActiveTicket = (eventId: SQLWrapper, holderId: SQLWrapper) =>
  and(eq(tickets.eventId, eventId), eq(tickets.holderId, holderId), isNull(tickets.voidedAt));

/** The id of a holder's active ticket for an event, or null. */
export async function findActiveTicketId(eventId: string, holderId: string): Promise<string | null> {
  const [ticket] = await reader()
    .select({ id: tickets.id })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(
      and(
        eq(tickets.holderId, holderId),
        eq(tickets.eventId, eventId),
        isNull(tickets.voidedAt),
        isNull(events.cancelledAt),
      ),
    );
  return ticket?.id ?? null;
}

const eventAndTicket = prepared("event-and-ticket", (db) =>
  db
    .select({
      ticketId: tickets.id,
      startsAt: events.startsAt,
      cancelledAt: events.cancelledAt,
      capacity: events.capacity,
      allocated: events.allocated,
      waitingListPending: events.waitingListPending,
      excludedAt: exclusions.at,
    })
    .from(events)
    .leftJoin(tickets, isActiveTicket(events.id, sql.placeholder("holderId")))
    .leftJoin(
      exclusions,
      and(eq(exclusions.eventId, events.id), eq(exclusions.userId, sql.placeholder("holderId"))),
    )
    .where(eq(events.id, sql.placeholder("eventId"))),
);

/**
 * The outcome of a ticket request if it cannot lead to a new ticket: the id of the holder's active ticket, or a
 * refusal. Null if the command has to decide. In a rush, most requests are refused as full, and this saves them
 * a transaction.
 */
export async function precheckTicketRequest(
  { holder, eventId, now }: { holder: Actor; eventId: string; now: Date },
  db: Db = reader(),
) {
  if (!mayHoldTickets(holder)) return refuse("attendees-only");
  const [event] = await eventAndTicket(db).execute({ eventId, holderId: holder.id });
  if (event?.ticketId && !event.cancelledAt) return done(event.ticketId);
  return ticketRefusal(event, event?.excludedAt != null, now);
}

export type Attendee = {
  ticketId: string;
  userId: string;
  name: string;
  /** Null if their account was deleted. */
  email: string | null;
  requestedAt: Date;
  /** When the ticket was checked in. */
  checkedInAt: Date | null;
  /** When it became void; null for those of a cancelled event. */
  voidedAt: Date | null;
  isOrganiser: boolean;
};

export const attendeesPerPage = 50;

type AttendeeFilter = Partial<AttendeeListInput> & { limit?: number };

/**
 * A page of the people with tickets for an event, filtered by words in name and email. `show` chooses active tickets
 * (of a cancelled event those that it made void), those of them that were checked in, or tickets that were cancelled or
 * taken back. The indexes `tickets_event`, `tickets_by_name` and `tickets_void` cover sorting and search. `next` is the
 * cursor of the next page.
 * @param after the cursor of this page, a ticket's id; an unknown one is ignored
 */
export async function listAttendees(
  eventId: ManagedEventId,
  { q = "", show = "holding", sort = "requested", after = null, limit = attendeesPerPage }: AttendeeFilter,
): Promise<{ attendees: Attendee[]; next: string | null }> {
  const sorted = sort === "name" ? tickets.searchText : tickets.createdAt;
  const order = [sorted, tickets.id];
  const [cursor] = after
    ? await reader()
        .select({ at: sorted })
        .from(tickets)
        .where(and(eq(tickets.id, after), eq(tickets.eventId, eventId)))
    : [];
  const promoted = reader()
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, users.id)));
  const rows = await reader()
    .select({
      ticketId: tickets.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      requestedAt: tickets.createdAt,
      checkedInAt: checkIns.at,
      // The indexes of active tickets do not have it.
      voidedAt: show === "void" ? tickets.voidedAt : sql<null>`null`,
      isOrganiser: sql<boolean | number>`${exists(promoted)}`,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .leftJoin(checkIns, isCheckedIn)
    .where(
      and(
        eq(tickets.eventId, eventId),
        show === "void" ? isNotNull(tickets.voidedAt) : isNull(tickets.voidedAt),
        show === "checked-in" ? isNotNull(checkIns.id) : undefined,
        cursor && afterCursor(order, "asc", [cursor.at, after]),
        ...containsWords(tickets.searchText, searchWords(q)),
      ),
    )
    .orderBy(...order)
    .limit(limit + 1);
  const { page, last } = takePage(rows, limit);
  return {
    attendees: page.map((row) => ({ ...row, isOrganiser: Boolean(row.isOrganiser) })),
    next: last?.ticketId ?? null,
  };
}

/** All that `listAttendees` finds, some at a time. */
export const listAllAttendees = (
  eventId: ManagedEventId,
  filter: AttendeeFilter,
): AsyncGenerator<Attendee[]> =>
  everyPage(async (after: string | null) => {
    const { attendees, next } = await listAttendees(eventId, { ...filter, after, limit: 1_000 });
    return { rows: attendees, next };
  });
