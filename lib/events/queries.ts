import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lte, or } from "drizzle-orm";
import { reader } from "@/db/client";
import { drafts, eventOrganisers, events } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import {
  type AvailabilityLabel,
  availabilityLabel,
  isFull,
  isUpcoming,
} from "@/lib/availability/availability";
import { shorten } from "@/lib/markdown/shorten";
import { afterCursor, takePage } from "@/lib/search/pagination";
import { containsWords, searchWords } from "@/lib/search/search-text";
import { findManagedEvent, type ManagedEventRow } from "./commands/find-managed-event";
import type { DraftFields, FeedFilter } from "./input";

export const pageSize = 24;

/** An event in the public list: the same for every viewer, without its capacity. */
export type ListedEvent = {
  id: string;
  name: string;
  location: string;
  host: string;
  pictureId: string | null;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  /** The date of the start in that zone, `YYYY-MM-DD`. */
  startDate: string;
  label: AvailabilityLabel | null;
};

export type EventFilter = FeedFilter & { page: number };

/** One page of the upcoming events, soonest first, and whether more pages follow. */
export async function listUpcomingEvents(
  { page, ...filter }: EventFilter,
  now: Date,
): Promise<{ events: ListedEvent[]; more: boolean }> {
  const found = findUpcoming(filter, now, { limit: pageSize + 1, offset: (page - 1) * pageSize });
  const rows = await reader()
    .select({
      id: events.id,
      name: events.name,
      location: events.location,
      host: events.host,
      pictureId: events.pictureId,
      startsAt: events.startsAt,
      endsAt: events.endsAt,
      timeZone: events.timeZone,
      startDate: events.startDate,
      capacity: events.capacity,
      allocated: events.allocated,
      waitingListPending: events.waitingListPending,
      cancelledAt: events.cancelledAt,
    })
    .from(found)
    .innerJoin(events, eq(events.id, found.id))
    .orderBy(asc(events.startsAt), asc(events.id));
  const listed = rows
    .slice(0, pageSize)
    .map(({ capacity, allocated, waitingListPending, cancelledAt, ...event }) => ({
      ...event,
      label: availabilityLabel(
        { capacity, allocated, waitingListPending, startsAt: event.startsAt, cancelledAt },
        now,
      ),
    }));
  return { events: listed, more: rows.length > pageSize };
}

/**
 * The ids of upcoming events that match, soonest first, from the index `events_upcoming` alone, so that deep pages and
 * searches read few rows.
 */
const findUpcoming = (
  { q, from, to }: FeedFilter,
  now: Date,
  { limit, offset = 0 }: { limit: number; offset?: number },
) =>
  reader()
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        isUpcomingAt(now),
        from ? gte(events.startDate, from) : undefined,
        to ? lte(events.startDate, to) : undefined,
        ...containsWords(events.searchText, searchWords(q)),
      ),
    )
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(limit)
    .offset(offset)
    .as("found");

const isUpcomingAt = (now: Date) => and(isNull(events.cancelledAt), gt(events.startsAt, now));

/** The dates (`YYYY-MM-DD`) from `from` to `to` on which upcoming events start. */
export async function listEventDates(
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<string[]> {
  const days = (date: string, more: number) => new Date(Date.parse(`${date}T00:00Z`) + more * 86_400_000);
  const rows = await reader()
    .selectDistinct({ date: events.startDate })
    .from(events)
    .where(
      and(
        isUpcomingAt(now),
        // Any zone's dates are within a day of UTC's, and the index begins with the start.
        gte(events.startsAt, days(from, -1)),
        lte(events.startsAt, days(to, 2)),
        gte(events.startDate, from),
        lte(events.startDate, to),
      ),
    );
  return rows.map(({ date }) => date).sort();
}

/** When the next event starts and so leaves the list; null without upcoming events. */
export async function firstUpcomingStart(now: Date): Promise<Date | null> {
  const [event] = await reader()
    .select({ startsAt: events.startsAt })
    .from(events)
    .where(isUpcomingAt(now))
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(1);
  return event?.startsAt ?? null;
}

/** An event for calendars, feeds and previews: without its label, so that availability changes none of them. */
export type FeedEvent = {
  id: string;
  name: string;
  /** Markdown. */
  description: string;
  location: string;
  host: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  /** The number and the time of the last public edit. */
  revision: number;
  updatedAt: Date;
  cancelled: boolean;
};

export const feedColumns = {
  id: events.id,
  name: events.name,
  description: events.description,
  location: events.location,
  host: events.host,
  startsAt: events.startsAt,
  endsAt: events.endsAt,
  timeZone: events.timeZone,
  revision: events.revision,
  updatedAt: events.updatedAt,
  cancelledAt: events.cancelledAt,
};

type FeedRow = Omit<FeedEvent, "cancelled"> & { cancelledAt: Date | null };

/** The row of `feedColumns` as an event. */
export const toFeedEvent = ({ cancelledAt, ...event }: FeedRow): FeedEvent => ({
  ...event,
  cancelled: cancelledAt !== null,
});

/** One event, whatever its state. */
export async function findFeedEvent(id: string): Promise<FeedEvent | null> {
  const [event] = await reader().select(feedColumns).from(events).where(eq(events.id, id));
  return event ? toFeedEvent(event) : null;
}

/** The most events in a feed, and the most characters of each one's description there. */
const feedLimits = { events: 200, description: 500 };

/** The upcoming events of a feed, soonest first. */
export async function listFeedEvents(filter: FeedFilter, now: Date): Promise<FeedEvent[]> {
  const found = findUpcoming(filter, now, { limit: feedLimits.events });
  const rows = await reader()
    .select(feedColumns)
    .from(found)
    .innerJoin(events, eq(events.id, found.id))
    .orderBy(asc(events.startsAt), asc(events.id));
  return rows.map((row) => {
    const event = toFeedEvent(row);
    return { ...event, description: shorten(event.description, feedLimits.description) };
  });
}

/** What search engines are told of. */
const maxSitemapEvents = 5_000;

/** The upcoming events of the sitemap, soonest first, with the time of the last public edit. */
export async function listSitemapEvents(now: Date): Promise<{ id: string; updatedAt: Date }[]> {
  return reader()
    .select({ id: events.id, updatedAt: events.updatedAt })
    .from(events)
    .where(isUpcomingAt(now))
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(maxSitemapEvents);
}

export type PublicEvent = ListedEvent & {
  description: string;
  /** An email address, a web address or nothing. */
  contact: string;
  durationMinutes: number;
  state: "upcoming" | "started" | "ended" | "cancelled";
  cancelReason: string | null;
  /** Whether **Request ticket** is offered; the action checks again. */
  bookable: boolean;
};

export async function findPublicEvent(id: string, now: Date): Promise<PublicEvent | null> {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  if (!event) return null;
  return {
    id: event.id,
    name: event.name,
    location: event.location,
    host: event.host,
    pictureId: event.pictureId,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    timeZone: event.timeZone,
    startDate: event.startDate,
    description: event.description,
    contact: event.contact,
    durationMinutes: event.durationMinutes,
    label: availabilityLabel(event, now),
    state: stateOf(event, now),
    cancelReason: event.cancelReason,
    bookable: isUpcoming(event, now) && !isFull(event),
  };
}

export function stateOf(
  event: { startsAt: Date; endsAt: Date; cancelledAt: Date | null },
  now: Date,
): PublicEvent["state"] {
  if (event.cancelledAt) return "cancelled";
  if (event.startsAt > now) return "upcoming";
  return event.endsAt > now ? "started" : "ended";
}

/** An event for its organisers, with capacity and allocation. */
export type ManagedEvent = {
  id: ManagedEventId;
  name: string;
  description: string;
  location: string;
  host: string;
  contact: string;
  pictureId: string | null;
  createdAt: Date;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  durationMinutes: number;
  capacity: number;
  allocated: number;
  voidedTickets: number;
  cancelledAt: Date | null;
  cancelReason: string | null;
  state: PublicEvent["state"];
  label: AvailabilityLabel | null;
};

const toManagedEvent = (event: ManagedEventRow, now: Date): ManagedEvent => ({
  id: event.id,
  name: event.name,
  description: event.description,
  location: event.location,
  host: event.host,
  contact: event.contact,
  pictureId: event.pictureId,
  createdAt: event.createdAt,
  startsAt: event.startsAt,
  endsAt: event.endsAt,
  timeZone: event.timeZone,
  durationMinutes: event.durationMinutes,
  capacity: event.capacity,
  allocated: event.allocated,
  voidedTickets: event.voidedTickets,
  cancelledAt: event.cancelledAt,
  cancelReason: event.cancelReason,
  state: stateOf(event, now),
  label: availabilityLabel(event, now),
});

export const managedPerPage = 50;

/**
 * A page of the events that `userId` organises: upcoming and running ones, soonest first, or past and cancelled
 * ones, latest first. `next` is the cursor of the next page.
 * @param after the cursor of this page, an event's id; an unknown one is ignored
 */
export async function listManagedEvents(
  userId: string,
  group: "upcoming" | "past",
  after: string | null,
  now: Date,
): Promise<{ events: ManagedEvent[]; next: string | null }> {
  const isUpcoming = group === "upcoming";
  const columns = [events.startsAt, events.id];
  const [cursor] = after
    ? await reader().select({ startsAt: events.startsAt }).from(events).where(eq(events.id, after))
    : [];
  const rows = await reader()
    .select({ event: events })
    .from(eventOrganisers)
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(
      and(
        eq(eventOrganisers.userId, userId),
        isUpcoming
          ? and(isNull(events.cancelledAt), gt(events.endsAt, now))
          : or(isNotNull(events.cancelledAt), lte(events.endsAt, now)),
        cursor && afterCursor(columns, isUpcoming ? "asc" : "desc", [cursor.startsAt, after]),
      ),
    )
    .orderBy(...columns.map((column) => (isUpcoming ? asc(column) : desc(column))))
    .limit(managedPerPage + 1);
  const { page, last } = takePage(rows, managedPerPage);
  return {
    events: page.map((row) => toManagedEvent(row.event as ManagedEventRow, now)),
    next: last?.event.id ?? null,
  };
}

/** One event for its organiser; null unless `userId` organises it. */
export async function findEventFor(eventId: string, userId: string, now: Date): Promise<ManagedEvent | null> {
  const event = await findManagedEvent(reader(), eventId, { id: userId });
  return event ? toManagedEvent(event, now) : null;
}

/** A draft for its owner. */
export type Draft = {
  id: string;
  fields: DraftFields;
  pictureId: string | null;
  revision: number;
  updatedAt: Date;
};

const toDraft = ({ id, fields, pictureId, revision, updatedAt }: typeof drafts.$inferSelect): Draft => ({
  id,
  fields: JSON.parse(fields) as DraftFields,
  pictureId,
  revision,
  updatedAt,
});

/** The drafts of an account, the one that was saved last first; there are at most `maxDrafts`. */
export async function listDrafts(ownerId: string): Promise<Draft[]> {
  const rows = await reader()
    .select()
    .from(drafts)
    .where(eq(drafts.ownerId, ownerId))
    .orderBy(desc(drafts.updatedAt), desc(drafts.id));
  return rows.map(toDraft);
}

/** One draft; null unless it is `ownerId`'s. */
export async function findDraft(draftId: string, ownerId: string): Promise<Draft | null> {
  const [row] = await reader()
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, draftId), eq(drafts.ownerId, ownerId)));
  return row ? toDraft(row) : null;
}
