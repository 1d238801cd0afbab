import { and, asc, count, eq, gt, isNull } from "drizzle-orm";
import { reader } from "@/db/client";
import { events, users, waitingListEntries } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import { isOpenEntry } from "@/lib/mail/audiences";
import { afterCursor, everyPage, takePage } from "@/lib/search/pagination";

/** A condition for the entry of somebody who waits for an event. */
export const isWaiting = (eventId: string, userId: string) =>
  and(
    eq(waitingListEntries.eventId, eventId),
    eq(waitingListEntries.userId, userId),
    isNull(waitingListEntries.endedAt),
  );

/** Until when somebody waits for an event, and the event's time zone; null if they do not. */
export async function findWaiting(
  eventId: string,
  userId: string,
  now: Date,
): Promise<{ until: Date; timeZone: string } | null> {
  const [entry] = await reader()
    .select({ until: waitingListEntries.until, timeZone: events.timeZone })
    .from(waitingListEntries)
    .innerJoin(events, eq(events.id, waitingListEntries.eventId))
    .where(and(isWaiting(eventId, userId), gt(waitingListEntries.until, now), isNull(events.cancelledAt)));
  return entry ?? null;
}

/** An event that somebody waits for. Nobody but its organisers learns at which place. */
export type WaitedEvent = {
  event: {
    id: string;
    name: string;
    location: string;
    pictureId: string | null;
    startsAt: Date;
    endsAt: Date;
    timeZone: string;
  };
  until: Date;
};

/** The events that `userId` waits for, the soonest first; at most 100. */
export async function listWaitedEvents(userId: string, now: Date): Promise<WaitedEvent[]> {
  return reader()
    .select({
      event: {
        id: events.id,
        name: events.name,
        location: events.location,
        pictureId: events.pictureId,
        startsAt: events.startsAt,
        endsAt: events.endsAt,
        timeZone: events.timeZone,
      },
      until: waitingListEntries.until,
    })
    .from(waitingListEntries)
    .innerJoin(events, eq(events.id, waitingListEntries.eventId))
    .where(
      and(
        eq(waitingListEntries.userId, userId),
        isNull(waitingListEntries.endedAt),
        gt(waitingListEntries.until, now),
        isNull(events.cancelledAt),
      ),
    )
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(100);
}

/** Somebody on the waiting list of an event, for its organisers. */
export type WaitingAttendee = { id: string; name: string; email: string; joinedAt: Date; until: Date };

export const waitingPerPage = 50;

/**
 * A page of an event's waiting list in its order, and how many wait in all. `next` is the cursor of the next page.
 * @param after the cursor of this page, an entry's id; an unknown one is ignored
 */
export async function listWaitingAttendees(
  eventId: ManagedEventId,
  after: string | null,
  now: Date,
  limit = waitingPerPage,
): Promise<{ waiting: WaitingAttendee[]; first: number; total: number; next: string | null }> {
  const isOpen = isOpenEntry(eventId, now);
  const [cursor] = after
    ? await reader()
        .select({ place: waitingListEntries.place })
        .from(waitingListEntries)
        .where(and(eq(waitingListEntries.id, after), eq(waitingListEntries.eventId, eventId)))
    : [];
  const isAfter = cursor && afterCursor([waitingListEntries.place], "asc", [cursor.place]);
  const [rows, [all], [rest]] = await Promise.all([
    reader()
      .select({
        id: waitingListEntries.id,
        name: users.name,
        email: existingEmail,
        joinedAt: waitingListEntries.joinedAt,
        until: waitingListEntries.until,
      })
      .from(waitingListEntries)
      .innerJoin(users, eq(users.id, waitingListEntries.userId))
      .where(and(isOpen, isAfter, isExisting))
      .orderBy(asc(waitingListEntries.place))
      .limit(limit + 1),
    reader().select({ people: count() }).from(waitingListEntries).where(isOpen),
    reader().select({ people: count() }).from(waitingListEntries).where(and(isOpen, isAfter)),
  ]);
  const { page, last } = takePage(rows, limit);
  const total = all?.people ?? 0;
  return { waiting: page, first: total - (rest?.people ?? 0) + 1, total, next: last?.id ?? null };
}

/** An event's whole waiting list in its order, some people at a time. */
export const listAllWaiting = (eventId: ManagedEventId, now: Date): AsyncGenerator<WaitingAttendee[]> =>
  everyPage(async (after: string | null) => {
    const { waiting, next } = await listWaitingAttendees(eventId, after, now, 1_000);
    return { rows: waiting, next };
  });
