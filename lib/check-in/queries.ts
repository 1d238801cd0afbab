import { and, asc, count, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { checkIns, doorPasses, tickets, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { afterCursor, everyPage, takePage } from "@/lib/search/pagination";
import { containsWords, searchWords } from "@/lib/search/search-text";
import { type DoorKeeper, findDoor } from "./commands/find-door";
import { doorPassToken } from "./door-pass-token";
import { doorWindow } from "./door-window";
import { codeEnding } from "./read-code";
import type { Verdict, VoidReason } from "./verdict";

/** A condition for the check-in by which a ticket is in; a literal, as in the indexes of such rows. */
export const isActiveCheckIn = sql`${checkIns.state} = 'active'`;

/** A condition for joining a ticket with the check-in by which it is in. */
export const isCheckedIn = and(eq(checkIns.ticketId, tickets.id), isActiveCheckIn);

/** A door for whoever checks tickets in there: without capacity and people. */
export type DoorView = {
  name: string;
  event: {
    id: string;
    name: string;
    timeZone: string;
    startsAt: Date;
    endsAt: Date;
    cancelledAt: Date | null;
  };
  /** Until when its pass is valid. */
  closesAt: Date;
  hasEnded: boolean;
  /** How many tickets were checked in at this door. */
  checkedIn: number;
};

/** A door by the organiser or the pass; null if there is none. */
export async function findDoorView(keeper: DoorKeeper, now: Date): Promise<DoorView | null> {
  const door = await findDoor(reader(), keeper, now);
  if (!door) return null;
  const { id, name, timeZone, startsAt, endsAt, cancelledAt } = door.event;
  const [counted] = await reader()
    .select({ number: count() })
    .from(checkIns)
    .where(and(eq(checkIns.eventId, id), eq(checkIns.door, door.name), isActiveCheckIn));
  return {
    name: door.name,
    event: { id, name, timeZone, startsAt, endsAt, cancelledAt },
    closesAt: doorWindow(door.event).closesAt,
    hasEnded: door.hasEnded,
    checkedIn: counted?.number ?? 0,
  };
}

/** How many tickets of each of these events are checked in; events without any are missing. */
export async function countCheckedIn(eventIds: string[]): Promise<Map<string, number>> {
  if (eventIds.length === 0) return new Map();
  const rows = await reader()
    .select({ eventId: checkIns.eventId, number: count() })
    .from(checkIns)
    .where(and(inArray(checkIns.eventId, eventIds), isActiveCheckIn))
    .groupBy(checkIns.eventId);
  return new Map(rows.map(({ eventId, number }) => [eventId, number]));
}

/** What a door said of a check-in that it made itself, by its nonce; null if there is none. */
export async function findOwnScan(keeper: DoorKeeper, nonce: string, now: Date): Promise<Verdict | null> {
  const door = await findDoor(reader(), keeper, now);
  const [found] = await reader()
    .select({ checkIn: checkIns, code: tickets.code, name: users.name })
    .from(checkIns)
    .innerJoin(tickets, eq(tickets.id, checkIns.ticketId))
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(and(eq(checkIns.nonce, nonce), isActiveCheckIn));
  if (!door || door.hasEnded || found?.checkIn.eventId !== door.event.id) return null;
  if (found.checkIn.doorPassId !== door.doorPassId) return null;
  return { result: "checked-in", name: found.name, ending: codeEnding(found.code), nonce };
}

export type DoorPass = {
  id: string;
  door: string;
  /** The secret in its address; null once it is withdrawn. */
  token: string | null;
  createdAt: Date;
};

/** The passes of an event for its organisers, those that are not withdrawn first, then newest first; at most 100. */
export async function listDoorPasses(eventId: ManagedEventId): Promise<DoorPass[]> {
  const passes = await reader()
    .select()
    .from(doorPasses)
    .where(eq(doorPasses.eventId, eventId))
    .orderBy(isNotNull(doorPasses.withdrawnAt), desc(doorPasses.createdAt), desc(doorPasses.id))
    .limit(100);
  return passes.map(({ id, door, createdAt, withdrawnAt }) => ({
    id,
    door,
    token: withdrawnAt ? null : doorPassToken(id),
    createdAt,
  }));
}

export type HeldCheckIn = {
  id: string;
  name: string;
  ending: string;
  door: string;
  at: Date;
  because: NonNullable<(typeof checkIns.$inferSelect)["heldBecause"]>;
};

/** Check-ins that wait for a decision of the organisers, oldest first; at most 200. */
export async function listHeldCheckIns(eventId: ManagedEventId): Promise<HeldCheckIn[]> {
  const rows = await reader()
    .select({
      id: checkIns.id,
      name: users.name,
      code: tickets.code,
      door: checkIns.door,
      at: checkIns.at,
      because: checkIns.heldBecause,
    })
    .from(checkIns)
    .innerJoin(tickets, eq(tickets.id, checkIns.ticketId))
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(and(eq(checkIns.eventId, eventId), sql`${checkIns.state} = 'held'`))
    .orderBy(asc(checkIns.at), asc(checkIns.id))
    .limit(200);
  return rows.flatMap(({ code, because, ...row }) =>
    because ? [{ ...row, because, ending: codeEnding(code) }] : [],
  );
}

export type FoundHolder = {
  ticketId: string;
  name: string;
  /** Null if their account was deleted. */
  email: string | null;
  ending: string;
  checkedInAt: Date | null;
  door: string | null;
  /** That of the check-in, by which it can be undone. */
  checkedInNonce: string | null;
};

/** Holders of active tickets by words in name and email, for organisers at their door; the first 20. */
export async function findHolders(eventId: ManagedEventId, q: string): Promise<FoundHolder[]> {
  const words = searchWords(q);
  if (words.length === 0) return [];
  // From the index `tickets_event` alone, so that a search reads few rows.
  const found = reader()
    .select({ id: tickets.id })
    .from(tickets)
    .where(
      and(
        eq(tickets.eventId, eventId),
        isNull(tickets.voidedAt),
        ...containsWords(tickets.searchText, words),
      ),
    )
    .orderBy(asc(tickets.createdAt), asc(tickets.id))
    .limit(20)
    .as("found");
  const rows = await reader()
    .select({
      ticketId: tickets.id,
      name: users.name,
      email: users.email,
      code: tickets.code,
      checkedInAt: checkIns.at,
      door: checkIns.door,
      checkedInNonce: checkIns.nonce,
    })
    .from(found)
    .innerJoin(tickets, eq(tickets.id, found.id))
    .innerJoin(users, eq(users.id, tickets.holderId))
    .leftJoin(checkIns, isCheckedIn)
    .orderBy(asc(tickets.createdAt), asc(tickets.id));
  return rows.map(({ code, ...row }) => ({ ...row, ending: codeEnding(code) }));
}

/** A ticket of an event as its doors know it. */
export type DoorTicket = {
  id: string;
  code: string;
  name: string;
  voidedAt: Date | null;
  voidedBecause: VoidReason | null;
  checkedInAt: Date | null;
  door: string | null;
};

/** How many tickets one query reads. */
const batch = 1_000;

/** The tickets of an event, some at a time: the active ones, or those that became void. */
export const listDoorTickets = (eventId: string, which: "active" | "void"): AsyncGenerator<DoorTicket[]> =>
  everyPage((after: DoorCursor | null) => readDoorTickets(eventId, which, after));

type DoorCursor = { createdAt: Date; id: string };

/** One of the parts of `listDoorTickets`; `next` is the cursor of the next one. */
export async function readDoorTickets(eventId: string, which: "active" | "void", after: DoorCursor | null) {
  const order = [tickets.createdAt, tickets.id];
  const rows = await reader()
    .select({
      id: tickets.id,
      code: tickets.code,
      name: users.name,
      createdAt: tickets.createdAt,
      voidedAt: tickets.voidedAt,
      voidedBecause: tickets.voidedBecause,
      checkedInAt: checkIns.at,
      door: checkIns.door,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .leftJoin(checkIns, isCheckedIn)
    .where(
      and(
        eq(tickets.eventId, eventId),
        which === "active" ? isNull(tickets.voidedAt) : isNotNull(tickets.voidedAt),
        after ? afterCursor(order, "asc", [after.createdAt, after.id]) : undefined,
      ),
    )
    .orderBy(...order)
    .limit(batch + 1);
  const { page, last } = takePage(rows, batch);
  return { rows: page, next: last && { createdAt: last.createdAt, id: last.id } };
}

export type DoorListEntry = { name: string; ending: string; isCheckedIn: boolean };

/** Everybody with a ticket, by name, for the printed list. */
export async function listDoorList(eventId: ManagedEventId): Promise<DoorListEntry[]> {
  const entries: DoorListEntry[] = [];
  for await (const some of listDoorTickets(eventId, "active"))
    for (const { name, code, checkedInAt } of some)
      entries.push({ name, ending: codeEnding(code), isCheckedIn: checkedInAt !== null });
  const { compare } = new Intl.Collator("en", { sensitivity: "base" });
  return entries.sort((a, b) => compare(a.name, b.name) || (a.ending < b.ending ? -1 : 1));
}
