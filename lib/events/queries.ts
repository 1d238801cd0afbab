import { and, asc, eq, gt, gte, inArray, isNull, lte } from "drizzle-orm";
import { reader } from "@/db/client";
import { events } from "@/db/schema";
import { containsWords, searchWords } from "@/lib/search/search-text";
import { beginningOfMinute, endOfTime, findInSlices, rememberMoments } from "@/lib/search/slices";
import { type AvailabilityLabel, availabilityLabel, isFull, isUpcoming } from "./availability";

export const pageSize = 24;

/** One line of the public list: the same for every viewer, and silent about capacity. */
export type ListedEvent = {
  id: string;
  name: string;
  location: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  label: AvailabilityLabel | null;
};

export type EventFilter = { q: string; from?: string; to?: string; page: number };

/** One page of the upcoming events, soonest first, and whether another page follows. */
export async function listUpcomingEvents(
  filter: EventFilter,
  now: Date,
): Promise<{ events: ListedEvent[]; more: boolean }> {
  const ids = await findUpcomingIds(filter, now);
  if (ids.length === 0) return { events: [], more: false };
  const rows = await reader()
    .select({
      id: events.id,
      name: events.name,
      location: events.location,
      startsAt: events.startsAt,
      endsAt: events.endsAt,
      timeZone: events.timeZone,
      capacity: events.capacity,
      allocated: events.allocated,
      cancelledAt: events.cancelledAt,
    })
    .from(events)
    // Asked again, as events may have been cancelled since their ids were found.
    .where(and(inArray(events.id, ids.slice(0, pageSize)), isNull(events.cancelledAt)))
    .orderBy(asc(events.startsAt), asc(events.id));
  const listed = rows.map(({ capacity, allocated, cancelledAt, ...event }) => ({
    ...event,
    label: availabilityLabel({ capacity, allocated, startsAt: event.startsAt, cancelledAt }, now),
  }));
  return { events: listed, more: ids.length > pageSize };
}

/**
 * The ids of a page of events and one more if another page follows. Everything asked here is in the index
 * `events_upcoming`, so that no event itself is read on the way to a deep page or past what does not match.
 */
async function findUpcomingIds({ q, from, to, page }: EventFilter, now: Date): Promise<string[]> {
  const starts = startsBetween(from, to, now);
  if (!starts) return [];
  const [skipped, wanted] = [(page - 1) * pageSize, pageSize + 1];
  const words = searchWords(q);
  const find = async (after: Date, until: Date, limit: number, offset = 0) => {
    const rows = await reader()
      .select({ id: events.id })
      .from(events)
      .where(
        and(
          startsWithin(after, until),
          from ? gte(events.startDate, from) : undefined,
          to ? lte(events.startDate, to) : undefined,
          ...containsWords(events.searchText, words),
        ),
      )
      .orderBy(asc(events.startsAt), asc(events.id))
      .limit(limit)
      .offset(offset);
    return rows.map(({ id }) => id);
  };
  if (words.length === 0) return find(starts.after, starts.until, wanted, skipped);
  const found = await findInSlices({
    ...starts,
    after: beginningOfMinute(starts.after),
    wanted: skipped + wanted,
    // Few rows have the first word, so that the others are seldom looked for, but four may be in every row.
    weight: Math.max(1, words.length / 4),
    // The first slice begins with a minute; what started since then is not upcoming.
    find: (after, until, most) => find(laterOf(after, starts.after), until, most),
    momentOf: (nth, after) => nthStart(nth, after, now),
  });
  return found.slice(skipped);
}

const laterOf = (one: Date, other: Date) => new Date(Math.max(one.getTime(), other.getTime()));

/** That an event is not cancelled and starts after a moment, and no later than another. */
const startsWithin = (after: Date, until: Date) =>
  and(isNull(events.cancelledAt), gt(events.startsAt, after), lte(events.startsAt, until));

const nthStart = rememberMoments(async (nth, after) => {
  const [row] = await reader()
    .select({ startsAt: events.startsAt })
    .from(events)
    .where(startsWithin(after, endOfTime))
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(1)
    .offset(nth - 1);
  return row?.startsAt;
});

const day = 24 * 3_600_000;

/**
 * When events may start whose own date is within a filter's: no zone's clocks are a whole day from UTC's.
 * Null when none can be upcoming.
 */
function startsBetween(from: string | undefined, to: string | undefined, now: Date) {
  const after = from ? Math.max(now.getTime(), Date.parse(from) - day) : now.getTime();
  const until = to ? Math.min(Date.parse(to) + 2 * day, endOfTime.getTime()) : endOfTime.getTime();
  return until > after ? { after: new Date(after), until: new Date(until) } : null;
}

/** When the next event starts and leaves the list; null when none is coming. */
export async function firstUpcomingStart(now: Date): Promise<Date | null> {
  const [event] = await reader()
    .select({ startsAt: events.startsAt })
    .from(events)
    .where(and(isNull(events.cancelledAt), gt(events.startsAt, now)))
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(1);
  return event?.startsAt ?? null;
}

/** What everybody may see of one event. */
export type PublicEvent = ListedEvent & {
  description: string;
  durationMinutes: number;
  state: "upcoming" | "started" | "ended" | "cancelled";
  cancelReason: string | null;
  /** Whether **Request ticket** is offered; the server decides again when it is pressed. */
  bookable: boolean;
};

export async function findPublicEvent(id: string, now: Date): Promise<PublicEvent | null> {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  if (!event) return null;
  return {
    id: event.id,
    name: event.name,
    location: event.location,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    timeZone: event.timeZone,
    description: event.description,
    durationMinutes: event.durationMinutes,
    label: availabilityLabel(event, now),
    state: stateOf(event, now),
    cancelReason: event.cancelReason,
    bookable: isUpcoming(event, now) && !isFull(event),
  };
}

/** Where an event stands in its life. */
export function stateOf(
  event: { startsAt: Date; endsAt: Date; cancelledAt: Date | null },
  now: Date,
): PublicEvent["state"] {
  if (event.cancelledAt) return "cancelled";
  if (event.startsAt > now) return "upcoming";
  return event.endsAt > now ? "started" : "ended";
}
