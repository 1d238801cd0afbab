import { and, count, eq, gte, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import { reader } from "@/db/client";
import { checkIns, tickets, waitingListEntries } from "@/db/schema";
import { timeBucket } from "@/db/time-bucket";
import { type Count, type Point, periodFor, perPeriod, runningTotal } from "./series";

/** The figures of an event for its organisers, and nobody else. */
export type EventStatistics = {
  /** The number of valid tickets, at the end of each period. */
  tickets: Point[];
  /** The number of people on the waiting list, at the end of each period; empty if nobody ever waited. */
  waiting: Point[];
  /** The people who were checked in, by the start of each period of five minutes. */
  arrivals: Point[];
  checkedIn: number;
  /** Valid tickets that were not checked in by the end of the event; null before that, or if nobody was checked in. */
  noShows: number | null;
};

type StatisticsEvent = {
  id: string;
  createdAt: Date;
  endsAt: Date;
  allocated: number;
  state: "upcoming" | "started" | "ended" | "cancelled";
};

/** The length of a period of arrivals, in ms. */
export const arrivalPeriod = 5 * 60_000;

/** What an event's organisers see in its statistics; they count what its tables hold now. */
export async function findStatistics(event: StatisticsEvent, now: Date): Promise<EventStatistics> {
  const { id, createdAt: from } = event;
  const to = event.endsAt < now ? event.endsAt : now;
  const period = periodFor(from, to);
  const span = { from, to, period };
  const ofEvent = eq(tickets.eventId, id);
  const isEntry = eq(waitingListEntries.eventId, id);
  const [taken, givenBack, returned, joined, left, arrived] = await Promise.all([
    countTickets(timeBucket(tickets.createdAt, period), and(ofEvent, isNull(tickets.voidedAt))),
    countTickets(timeBucket(tickets.createdAt, period), and(ofEvent, isNotNull(tickets.voidedAt))),
    countTickets(timeBucket(tickets.voidedAt, period), and(ofEvent, isNotNull(tickets.voidedAt))),
    countEntries(timeBucket(waitingListEntries.joinedAt, period), isEntry),
    countEntries(
      timeBucket(waitingListEntries.endedAt, period),
      and(isEntry, isNotNull(waitingListEntries.endedAt)),
    ),
    countArrivals(id),
  ]);
  const arrivals = perPeriod(arrived, arrivalPeriod);
  const checkedIn = arrived.reduce((sum, { count }) => sum + count, 0);
  return {
    tickets: runningTotal({ came: [...taken, ...givenBack], went: returned }, span),
    waiting: joined.length > 0 ? runningTotal({ came: joined, went: left }, span) : [],
    arrivals,
    checkedIn,
    noShows: event.state === "ended" && checkedIn > 0 ? Math.max(0, event.allocated - checkedIn) : null,
  };
}

type Bucket = ReturnType<typeof timeBucket>;

const countTickets = (bucket: Bucket, where: SQL | undefined): Promise<Count[]> =>
  reader().select({ bucket, count: count() }).from(tickets).where(where).groupBy(bucket);

const countEntries = (bucket: Bucket, where: SQL | undefined): Promise<Count[]> =>
  reader().select({ bucket, count: count() }).from(waitingListEntries).where(where).groupBy(bucket);

function countArrivals(eventId: string): Promise<Count[]> {
  const bucket = timeBucket(checkIns.at, arrivalPeriod);
  return reader()
    .select({ bucket, count: count() })
    .from(checkIns)
    .where(and(eq(checkIns.eventId, eventId), eq(checkIns.state, "active")))
    .groupBy(bucket);
}

/** The length of a period of the small line on the dashboard, in ms. */
const pacePeriod = 24 * 3_600_000;

/**
 * For each of these events, the running number of its valid tickets by the day on which they were requested; for the
 * small lines on the dashboard.
 */
export async function findPace(
  events: { id: string; createdAt: Date }[],
  now: Date,
): Promise<Map<string, Point[]>> {
  if (events.length === 0) return new Map();
  const bucket = timeBucket(tickets.createdAt, pacePeriod);
  const rows = await reader()
    .select({ eventId: tickets.eventId, bucket, count: count() })
    .from(tickets)
    .where(
      and(
        inArray(
          tickets.eventId,
          events.map(({ id }) => id),
        ),
        isNull(tickets.voidedAt),
      ),
    )
    .groupBy(tickets.eventId, bucket);
  return new Map(
    events.map(({ id, createdAt }) => {
      const came = rows.filter(({ eventId }) => eventId === id);
      return [id, runningTotal({ came, went: [] }, { from: createdAt, to: now, period: pacePeriod })];
    }),
  );
}

/** How many valid tickets of these events were requested since `since`. */
export async function countTicketsSince(eventIds: string[], since: Date): Promise<number> {
  if (eventIds.length === 0) return 0;
  const [found] = await reader()
    .select({ tickets: count() })
    .from(tickets)
    .where(and(inArray(tickets.eventId, eventIds), isNull(tickets.voidedAt), gte(tickets.createdAt, since)));
  return found?.tickets ?? 0;
}

/** How many tickets of an event are checked in. */
export async function countCheckedIn(eventIds: string[]): Promise<Map<string, number>> {
  if (eventIds.length === 0) return new Map();
  const rows = await reader()
    .select({ eventId: checkIns.eventId, checkedIn: count() })
    .from(checkIns)
    .where(and(inArray(checkIns.eventId, eventIds), eq(checkIns.state, "active")))
    .groupBy(checkIns.eventId);
  return new Map(rows.map(({ eventId, checkedIn }) => [eventId, checkedIn]));
}
