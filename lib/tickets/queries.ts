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
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import type { Actor } from "@/lib/events/access";
import { done, refuse } from "@/lib/outcome/outcome";
import { cutPage, standing } from "@/lib/search/pagination";
import { containsWords, searchWords } from "@/lib/search/search-text";
import { mayHoldTickets } from "./access";
import { whyNoTicket } from "./refusal";

/** A ticket as its holder sees it, with what it is for. */
export type HeldTicket = {
  id: string;
  code: string;
  createdAt: Date;
  state: TicketState;
  event: {
    id: string;
    name: string;
    location: string;
    startsAt: Date;
    endsAt: Date;
    timeZone: string;
    cancelReason: string | null;
  };
  /** Whether the holder may still cancel it. */
  cancellable: boolean;
};

export type TicketState = "upcoming" | "started" | "past" | "cancelled-by-holder" | "event-cancelled";

const columns = {
  ticket: tickets,
  event: {
    id: events.id,
    name: events.name,
    location: events.location,
    startsAt: events.startsAt,
    endsAt: events.endsAt,
    timeZone: events.timeZone,
    cancelReason: events.cancelReason,
  },
};

type Row = { ticket: typeof tickets.$inferSelect; event: HeldTicket["event"] };

function toHeldTicket({ ticket, event }: Row, now: Date): HeldTicket {
  const state =
    ticket.voidedBecause ?? (event.startsAt > now ? "upcoming" : event.endsAt > now ? "started" : "past");
  return {
    id: ticket.id,
    code: ticket.code,
    createdAt: ticket.createdAt,
    state,
    event,
    cancellable: state === "upcoming",
  };
}

export const ticketsPerPage = 50;

/**
 * A page of one holder's tickets: those ahead (active, the event not over), the soonest event first, or the
 * others (past and void), the one asked for last first. `next` is the ticket that the next page begins after.
 * @param after the ticket that this page begins after; an unknown one counts as none
 */
export async function listTickets(
  holderId: string,
  group: "ahead" | "over",
  after: string | null,
  now: Date,
): Promise<{ tickets: HeldTicket[]; next: string | null }> {
  const ahead = group === "ahead";
  const sorted = ahead ? events.startsAt : tickets.createdAt;
  const [place] = after
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
    .where(
      and(
        eq(tickets.holderId, holderId),
        ahead
          ? and(isNull(tickets.voidedAt), gt(events.endsAt, now))
          : or(isNotNull(tickets.voidedAt), lte(events.endsAt, now)),
        place && standing([sorted, tickets.id], ahead ? ">" : "<", [place.at, after]),
      ),
    )
    .orderBy(...[sorted, tickets.id].map((column) => (ahead ? asc(column) : desc(column))))
    .limit(ticketsPerPage + 1);
  const { page, last } = cutPage(rows, ticketsPerPage);
  return { tickets: page.map((row) => toHeldTicket(row, now)), next: last?.ticket.id ?? null };
}

/** One ticket of `holderId`; null when it is somebody else's or does not exist. */
export async function findTicket(ticketId: string, holderId: string, now: Date): Promise<HeldTicket | null> {
  const [row] = await reader()
    .select(columns)
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(and(eq(tickets.id, ticketId), eq(tickets.holderId, holderId)));
  return row ? toHeldTicket(row, now) : null;
}

/** Picks the one ticket that a holder has for an event, if it is not void; ids as columns or placeholders. */
export const isActiveTicket = (eventId: SQLWrapper, holderId: SQLWrapper) =>
  and(eq(tickets.eventId, eventId), eq(tickets.holderId, holderId), isNull(tickets.voidedAt));

/** The id of the active ticket that somebody holds for an event, or null. */
export async function findActiveTicketId(eventId: string, holderId: string): Promise<string | null> {
  const [ticket] = await reader()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.holderId, holderId), eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  return ticket?.id ?? null;
}

const eventAndTicket = prepared((db) =>
  db
    .select({
      ticketId: tickets.id,
      startsAt: events.startsAt,
      cancelledAt: events.cancelledAt,
      capacity: events.capacity,
      allocated: events.allocated,
    })
    .from(events)
    .leftJoin(tickets, isActiveTicket(events.id, sql.placeholder("holderId")))
    .where(eq(events.id, sql.placeholder("eventId")))
    .prepare(),
);

/**
 * What a request for a ticket comes to where nothing is given out: the id of the ticket that `holder` has
 * already, or why there is none to be had. Null when there may be one, which only the command can decide. In
 * a rush most hear FULL, and this way none of them waits for the one place where tickets are written.
 */
export async function precheckTicketRequest(
  { holder, eventId, now }: { holder: Actor; eventId: string; now: Date },
  db: Db = reader(),
) {
  if (!mayHoldTickets(holder)) return refuse("attendees-only");
  const [event] = await eventAndTicket(db).execute({ eventId, holderId: holder.id });
  return event?.ticketId ? done(event.ticketId) : whyNoTicket(event, now);
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
 * A page of an event's ticket holders, first come first, found by words in name or email. The index
 * `tickets_event` has all that this sorts and searches by. `next` is the ticket that the next page begins
 * after.
 * @param after the ticket that this page begins after; an unknown one counts as none
 */
export async function listAttendees(
  eventId: string,
  { q, after }: { q: string; after: string | null },
): Promise<{ attendees: Attendee[]; next: string | null }> {
  const order = [tickets.createdAt, tickets.id];
  const [place] = after
    ? await reader()
        .select({ at: tickets.createdAt })
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
      isOrganiser: sql<boolean | number>`${exists(promoted)}`,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(
      and(
        eq(tickets.eventId, eventId),
        isNull(tickets.voidedAt),
        place && standing(order, ">", [place.at, after]),
        ...containsWords(tickets.searchText, searchWords(q)),
      ),
    )
    .orderBy(...order)
    .limit(attendeesPerPage + 1);
  const { page, last } = cutPage(rows, attendeesPerPage);
  return {
    attendees: page.map(({ ticketId, ...row }) => ({ ...row, isOrganiser: Boolean(row.isOrganiser) })),
    next: last?.ticketId ?? null,
  };
}
