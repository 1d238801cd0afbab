import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import { auditLog, events, exclusions, tickets, waitingListEntries } from "@/db/schema";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";
import { daysBefore } from "../days-before";
import { eraseAttendance } from "./erase-attendance";
import { eraseBatch } from "./erase-batch";

/** How many rows of each kind one transaction changes. */
const rowsAtOnce = 300;

/**
 * Erases who held a ticket of, waited for, or was excluded from the event that ended first of those that ended
 * RETENTION_DAYS ago: the next rows, in one transaction. Tickets, check-ins and places stay, so that its figures do.
 * Safe with any number of workers. @returns false when there is no such event
 */
export async function anonymiseEvents(
  now: Date,
  { days = settings().retentionDays, atOnce = rowsAtOnce } = {},
): Promise<boolean> {
  const [due] = await reader()
    .select({ id: events.id })
    .from(events)
    .where(and(lte(events.endsAt, daysBefore(now, days)), isNull(events.anonymisedAt)))
    .orderBy(asc(events.endsAt), asc(events.id))
    .limit(1);
  if (!due) return false;
  await transaction(async (tx) => {
    const event = await lockEvent(tx, due.id);
    if (!event || event.anonymisedAt) return;
    const more = [
      await anonymiseTickets(tx, due.id, atOnce),
      await anonymiseWaitingList(tx, due.id, atOnce),
      await anonymiseEntries(tx, due.id, atOnce),
    ];
    await tx.delete(exclusions).where(eq(exclusions.eventId, due.id));
    if (more.includes(true)) return;
    await tx.update(events).set({ anonymisedAt: now }).where(eq(events.id, due.id));
    log.info({ event: due.id }, "the attendance of an event was anonymised");
  });
  return true;
}

async function anonymiseTickets(tx: Db, eventId: string, limit: number): Promise<boolean> {
  const found: { id: string }[] = [];
  // Each has an index of its own.
  for (const which of [isNull(tickets.voidedAt), isNotNull(tickets.voidedAt)])
    found.push(
      ...(await tx
        .select({ id: tickets.id })
        .from(tickets)
        .where(and(eq(tickets.eventId, eventId), which, isNotNull(tickets.holderId)))
        .orderBy(asc(tickets.createdAt), asc(tickets.id))
        .limit(limit - found.length)),
    );
  return eraseBatch(found, limit, async (ids) => {
    await tx.update(tickets).set({ holderId: null }).where(inArray(tickets.id, ids));
    await eraseAttendance(tx, ids);
  });
}

async function anonymiseWaitingList(tx: Db, eventId: string, limit: number): Promise<boolean> {
  const found = await tx
    .select({ id: waitingListEntries.id })
    .from(waitingListEntries)
    .where(and(eq(waitingListEntries.eventId, eventId), isNotNull(waitingListEntries.userId)))
    .orderBy(asc(waitingListEntries.place))
    .limit(limit);
  return eraseBatch(found, limit, (ids) =>
    tx.update(waitingListEntries).set({ userId: null }).where(inArray(waitingListEntries.id, ids)),
  );
}

/** Entries of the audit log whose actor waited, or whose details tell who may ask for a ticket again. */
const ofAttendance = ["waiting-list.join", "waiting-list.leave", "ticket.allow-again"];

async function anonymiseEntries(tx: Db, eventId: string, limit: number): Promise<boolean> {
  const found = await tx
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.subject, eventId),
        inArray(auditLog.action, ofAttendance),
        or(isNotNull(auditLog.actorId), ne(auditLog.details, "{}")),
      ),
    )
    .orderBy(asc(auditLog.at))
    .limit(limit);
  return eraseBatch(found, limit, (ids) =>
    tx.update(auditLog).set({ actorId: null, details: "{}" }).where(inArray(auditLog.id, ids)),
  );
}
