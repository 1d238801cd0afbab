import { and, asc, eq, gt, gte, isNull, lte } from "drizzle-orm";
import { reader } from "@/db/client";
import { events } from "@/db/schema";
import { containsWords } from "@/lib/search-text";
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
    .where(
      and(
        isNull(events.cancelledAt),
        gt(events.startsAt, now),
        filter.from ? gte(events.startDate, filter.from) : undefined,
        filter.to ? lte(events.startDate, filter.to) : undefined,
        ...containsWords(events.searchText, filter.q),
      ),
    )
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(pageSize + 1)
    .offset((filter.page - 1) * pageSize);
  const listed = rows.slice(0, pageSize).map(({ capacity, allocated, cancelledAt, ...event }) => ({
    ...event,
    label: availabilityLabel({ capacity, allocated, startsAt: event.startsAt, cancelledAt }, now),
  }));
  return { events: listed, more: rows.length > pageSize };
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
