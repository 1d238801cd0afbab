import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import { events, users, waitingListEntries } from "@/db/schema";
import { sameLabel } from "@/lib/availability/availability";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { endAndMail } from "./end-entries";
import { handOver } from "./hand-over";
import { lockEvent } from "./lock-event";

type EventRow = typeof events.$inferSelect;

/** How many entries one transaction ends: some 20 ms on SQLite, where it locks out other writers. */
const entriesAtOnce = 300;

/**
 * Goes on with one waiting list that a command has left to the worker, in one transaction: gives its event's free
 * spaces to the next people, or tells those who wait for a cancelled event. Safe with any number of workers.
 * @returns false when there is none
 */
export async function continueHandOvers(now: Date, atOnce = entriesAtOnce): Promise<boolean> {
  const [pending] = await reader()
    .select({ id: events.id })
    .from(events)
    // As in its index.
    .where(sql`${events.waitingListPending}`)
    .limit(1);
  if (!pending) return false;
  await transaction(async (tx) => {
    const event = await lockEvent(tx, pending.id);
    if (!event?.waitingListPending) return;
    if (event.cancelledAt) return closeList(tx, event, { now, limit: atOnce });
    const after = await handOver(tx, event, now, atOnce);
    if (!sameLabel(event, after, now)) await countPublicChange(tx);
  });
  return true;
}

/** Tells the next people that their event was cancelled. */
async function closeList(tx: Db, event: EventRow, { now, limit }: { now: Date; limit: number }) {
  const waiting = await listWaiting(tx, event.id, limit);
  await endAndMail(tx, event, waiting, { why: "cancelled", now });
  if (waiting.length === limit) return;
  await tx.update(events).set({ waitingListPending: false }).where(eq(events.id, event.id));
}

/**
 * Ends entries of one event whose time has come, and mails their people, in one transaction. Their spaces, if any are
 * free, are not theirs any more from that time on, whether or not this has run. Safe with any number of workers.
 * @returns false when there is none
 */
export async function endExpiredEntries(now: Date, atOnce = entriesAtOnce): Promise<boolean> {
  const [expired] = await reader()
    .select({ eventId: waitingListEntries.eventId })
    .from(waitingListEntries)
    .where(and(isNull(waitingListEntries.endedAt), lte(waitingListEntries.until, now)))
    .orderBy(asc(waitingListEntries.until))
    .limit(1);
  if (!expired) return false;
  await transaction(async (tx) => {
    const event = await lockEvent(tx, expired.eventId);
    if (!event) return;
    const waiting = await listWaiting(tx, event.id, atOnce, now);
    // Those of a cancelled event get the mail that says so.
    await endAndMail(tx, event, waiting, { why: event.cancelledAt ? "cancelled" : "expired", now });
  });
  return true;
}

/** The first `limit` people of a waiting list, or of those whose time has come at `expiredAt`. */
const listWaiting = (tx: Db, eventId: string, limit: number, expiredAt?: Date) =>
  tx
    .select({ id: waitingListEntries.id, name: users.name, email: users.email })
    .from(waitingListEntries)
    .innerJoin(users, eq(users.id, waitingListEntries.userId))
    .where(
      and(
        eq(waitingListEntries.eventId, eventId),
        isNull(waitingListEntries.endedAt),
        expiredAt && lte(waitingListEntries.until, expiredAt),
      ),
    )
    .orderBy(asc(waitingListEntries.place))
    .limit(limit);
