import { and, asc, count, eq, exists, gt, isNotNull, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns, type mailings, tickets, users, waitingListEntries } from "@/db/schema";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";

/** Those people of an event who hold a ticket, whose ticket is checked in, or who wait for one. */
export type Audience = "holders" | "checked-in" | "waiting";

/** A person with the position of their mail: the ticket, or the place on the waiting list. */
export type Person = { name: string; email: string; ticketId: string | null; place: number | null };

type Mailing = typeof mailings.$inferSelect;

/** The next people for a mailing, as they are now, in the order of its position. */
export async function listNextPeople(
  tx: Db,
  { audience, mailing, limit, now }: { audience: Audience; mailing: Mailing; limit: number; now: Date },
): Promise<Person[]> {
  const { eventId, lastTicketId, lastPlace } = mailing;
  if (audience === "waiting") {
    const { place } = waitingListEntries;
    return tx
      .select({ ...nameAndEmail, ticketId: sql<null>`null`, place })
      .from(waitingListEntries)
      .innerJoin(users, eq(users.id, waitingListEntries.userId))
      .where(
        and(isOpenEntry(eventId, now), isExisting, lastPlace === null ? undefined : gt(place, lastPlace)),
      )
      .orderBy(asc(place))
      .limit(limit);
  }
  // The ids are random: in order of request, the time of a mail would tell how many asked for a ticket before.
  return tx
    .select({ ...nameAndEmail, ticketId: tickets.id, place: sql<null>`null` })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(
      and(
        hasTicket(tx, audience, eventId),
        isExisting,
        lastTicketId ? gt(tickets.id, lastTicketId) : undefined,
      ),
    )
    .orderBy(asc(tickets.id))
    .limit(limit);
}

const nameAndEmail = { name: users.name, email: existingEmail };

/** How many people `listNextPeople` would list now. */
export async function countPeople(
  db: Db,
  { audience, eventId, now }: { audience: Audience; eventId: string; now: Date },
): Promise<number> {
  const deleted = db.select({ id: users.id }).from(users).where(isNull(users.email));
  const [row] = await (audience === "waiting"
    ? db
        .select({ people: count() })
        .from(waitingListEntries)
        .innerJoin(users, eq(users.id, waitingListEntries.userId))
        .where(and(isOpenEntry(eventId, now), isExisting))
    : db
        .select({ people: count() })
        .from(tickets)
        // A join would look up each of tens of thousands of holders.
        .where(
          and(
            hasTicket(db, audience, eventId),
            isNotNull(tickets.holderId),
            notInArray(tickets.holderId, deleted),
          ),
        ));
  return row?.people ?? 0;
}

/** Whether a person still is among them. */
export async function isAmong(
  db: Db,
  { audience, eventId, email, now }: { audience: Audience; eventId: string; email: string; now: Date },
): Promise<boolean> {
  const isPerson = eq(users.email, email);
  const [found] = await (audience === "waiting"
    ? db
        .select({ id: users.id })
        .from(users)
        .innerJoin(waitingListEntries, eq(waitingListEntries.userId, users.id))
        .where(and(isPerson, isOpenEntry(eventId, now)))
    : db
        .select({ id: users.id })
        .from(users)
        .innerJoin(tickets, eq(tickets.holderId, users.id))
        .where(and(isPerson, hasTicket(db, audience, eventId))));
  return found !== undefined;
}

/** Tickets that nobody has cancelled or taken back; those of a cancelled event count, because its mail goes to them. */
function hasTicket(db: Db, audience: "holders" | "checked-in", eventId: string): SQL | undefined {
  const isHeld = and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt));
  if (audience === "holders") return isHeld;
  const isOfTicket = and(eq(checkIns.ticketId, tickets.id), eq(checkIns.state, "active"));
  return and(isHeld, exists(db.select({ one: sql`1` }).from(checkIns).where(isOfTicket)));
}

/** A condition for the entries of those who wait for an event and whose time has not come. */
export const isOpenEntry = (eventId: string, now: Date) =>
  and(
    eq(waitingListEntries.eventId, eventId),
    isNull(waitingListEntries.endedAt),
    gt(waitingListEntries.until, now),
  );
