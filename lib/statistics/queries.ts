import { and, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, type SQL, sum } from "drizzle-orm";
import { reader } from "@/db/client";
import { checkIns, eventOrganisers, events, tickets, users, waitingListEntries } from "@/db/schema";
import { timeBucket } from "@/db/time-bucket";
import { countCheckedIn, isActiveCheckIn } from "@/lib/check-in/queries";
import { type Count, type Point, periodFor, perPeriod, runningTotal, widen } from "./series";

/** The figures of an event for its organisers, and nobody else. */
export type EventStatistics = {
  /** The number of valid tickets, at the end of each period. */
  tickets: Point[];
  /** The number of people on the waiting list, at the end of each period; empty if nobody ever waited. */
  waiting: Point[];
  /** The people who were checked in, by the start of each period of `arrivalPeriod` ms. */
  arrivals: Point[];
  arrivalPeriod: number;
  checkedIn: number;
  /** Valid tickets that were not checked in by the end of the event; null before that, or if nobody was checked in. */
  noShows: number | null;
};

type StatisticsEvent = {
  id: string;
  createdAt: Date;
  endsAt: Date;
  cancelledAt: Date | null;
  allocated: number;
  state: "upcoming" | "started" | "ended" | "cancelled";
};

/** The shortest period of arrivals, in ms. */
const shortPeriod = 5 * 60_000;

/** How many periods of arrivals there are at most: a day of short ones. Longer events have longer periods. */
const maxArrivalPeriods = 288;

const earliest = (...times: Date[]): Date => new Date(Math.min(...times.map((time) => time.getTime())));

/** What an event's organisers see in its statistics; they count what its tables hold now. */
export async function findStatistics(event: StatisticsEvent, now: Date): Promise<EventStatistics> {
  const { id, createdAt: from } = event;
  // The rows of a cancelled event's tickets do not say that they are void.
  const to = earliest(event.endsAt, event.cancelledAt ?? now, now);
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
  const arrivalPeriod = arrivalPeriodFor(arrived);
  const checkedIn = arrived.reduce((sum, { count }) => sum + count, 0);
  return {
    tickets: runningTotal({ came: [...taken, ...givenBack], went: returned }, span),
    waiting: joined.length > 0 ? runningTotal({ came: joined, went: left }, span) : [],
    arrivals: perPeriod(widen(arrived, arrivalPeriod / shortPeriod), arrivalPeriod),
    arrivalPeriod,
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
  const bucket = timeBucket(checkIns.at, shortPeriod);
  return reader()
    .select({ bucket, count: count() })
    .from(checkIns)
    .where(and(eq(checkIns.eventId, eventId), isActiveCheckIn))
    .groupBy(bucket);
}

/** The period that shows when people came, of any number of days. */
function arrivalPeriodFor(arrived: Count[]): number {
  const starts = arrived.map(({ bucket }) => bucket * shortPeriod);
  const [first, last] = [Math.min(...starts), Math.max(...starts) + shortPeriod];
  return arrived.length > 0 ? periodFor(new Date(first), new Date(last), maxArrivalPeriods) : shortPeriod;
}

const day = 24 * 3_600_000;

/**
 * For each of these events, the running number of its valid tickets by the time when they were requested, in some sixty
 * points at most; for the small lines on the dashboard.
 */
export async function findPace(
  events: { id: string; createdAt: Date; endsAt: Date }[],
  now: Date,
): Promise<Map<string, Point[]>> {
  if (events.length === 0) return new Map();
  const bucket = timeBucket(tickets.createdAt, day);
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
    events.map(({ id, createdAt: from, endsAt }) => {
      const to = earliest(endsAt, now);
      const days = Math.ceil(periodFor(from, to) / day);
      const came = widen(
        rows.filter(({ eventId }) => eventId === id),
        days,
      );
      return [id, runningTotal({ came, went: [] }, { from, to, period: days * day })];
    }),
  );
}

/** The figures beside the events that somebody organises. */
export type OrganiserFigures = {
  /** Events that have not ended, and their valid tickets. */
  upcoming: number;
  tickets: number;
  /** Those that were requested within a week. */
  ticketsThisWeek: number;
  /** The share of valid tickets that were checked in at the last event, from 0 to 1; null if none was. */
  cameLastTime: number | null;
};

const week = 7 * day;

export async function findOrganiserFigures(userId: string, now: Date): Promise<OrganiserFigures> {
  const isOwn = eq(eventOrganisers.userId, userId);
  const isUpcoming = and(isOwn, isNull(events.cancelledAt), gt(events.endsAt, now));
  const [[all], [recent], [last]] = await Promise.all([
    reader()
      .select({ events: count(), tickets: sum(events.allocated).mapWith(Number) })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .where(isUpcoming),
    reader()
      .select({ tickets: count() })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .innerJoin(tickets, eq(tickets.eventId, events.id))
      .where(
        and(isUpcoming, isNull(tickets.voidedAt), gte(tickets.createdAt, new Date(now.getTime() - week))),
      ),
    reader()
      .select({ id: events.id, tickets: events.allocated })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .where(and(isOwn, isNull(events.cancelledAt), lte(events.endsAt, now), gt(events.allocated, 0)))
      .orderBy(desc(events.endsAt), desc(events.id))
      .limit(1),
  ]);
  const came = last && (await countCheckedIn([last.id])).get(last.id);
  return {
    upcoming: all?.events ?? 0,
    tickets: all?.tickets ?? 0,
    ticketsThisWeek: recent?.tickets ?? 0,
    cameLastTime: last && came ? came / last.tickets : null,
  };
}

/** Something that happened lately at an event that somebody organises. */
export type Activity = {
  kind: "ticket" | "void" | "waiting";
  at: Date;
  /** Who did it. */
  name: string;
  event: { id: string; name: string; timeZone: string };
};

const recentActivities = 6;

/** What happened within a week at the events that `userId` organises and that have not ended, the latest first. */
export async function listActivity(userId: string, now: Date): Promise<Activity[]> {
  const since = new Date(now.getTime() - week);
  const isOwn = and(eq(eventOrganisers.userId, userId), isNull(events.cancelledAt), gt(events.endsAt, now));
  const event = { id: events.id, name: events.name, timeZone: events.timeZone };
  const ticketsAt = (at: typeof tickets.createdAt | typeof tickets.voidedAt, isVoid: SQL) =>
    reader()
      .select({ at, name: users.name, event })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .innerJoin(tickets, eq(tickets.eventId, events.id))
      .innerJoin(users, eq(users.id, tickets.holderId))
      .where(and(isOwn, isVoid, gte(at, since)))
      .orderBy(desc(at))
      .limit(recentActivities);
  const [taken, voided, joined] = await Promise.all([
    ticketsAt(tickets.createdAt, isNull(tickets.voidedAt)),
    ticketsAt(tickets.voidedAt, isNotNull(tickets.voidedAt)),
    reader()
      .select({ at: waitingListEntries.joinedAt, name: users.name, event })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .innerJoin(waitingListEntries, eq(waitingListEntries.eventId, events.id))
      .innerJoin(users, eq(users.id, waitingListEntries.userId))
      .where(and(isOwn, isNull(waitingListEntries.endedAt), gte(waitingListEntries.joinedAt, since)))
      .orderBy(desc(waitingListEntries.joinedAt))
      .limit(recentActivities),
  ]);
  const of = (kind: Activity["kind"], rows: { at: Date | null; name: string; event: Activity["event"] }[]) =>
    rows.flatMap(({ at, ...row }) => (at ? [{ kind, at, ...row }] : []));
  return [...of("ticket", taken), ...of("void", voided), ...of("waiting", joined)]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, recentActivities);
}
