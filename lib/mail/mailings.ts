import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import { events, mailings, tickets, users } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { afterCursor } from "@/lib/search/pagination";
import { eventFacts } from "./event-facts";
import { queueMails } from "./outbox";

/** What a mailing says that its event's row does not. */
type MailingFacts = {
  "event-cancelled": Record<string, never>;
  "location-changed": { oldLocation: string };
};

type NewMailing<Kind extends keyof MailingFacts> = {
  kind: Kind;
  eventId: string;
  facts: MailingFacts[Kind];
  at: Date;
};

type Mailing = typeof mailings.$inferSelect;
type EventRow = typeof events.$inferSelect;
type Holder = { name: string; email: string; ticketId: string };

/**
 * Queues a mail to every holder of an event's tickets as one row, in the transaction of what it reports. The
 * mail worker finds the holders later.
 */
export async function queueMailing<Kind extends keyof MailingFacts>(
  tx: Db,
  { kind, eventId, facts, at }: NewMailing<Kind>,
): Promise<void> {
  await tx
    .insert(mailings)
    .values({ id: newId(), kind, eventId, facts: JSON.stringify(facts), createdAt: at, dueAt: at });
}

/** How many holders one transaction queues mails for: some 10 ms on SQLite, where it locks out other writers. */
const holdersAtOnce = 300;

/**
 * Queues the mails to the next holders of the mailing that has waited longest, in one transaction. A mailing
 * that was interrupted goes on where it was, so each holder gets one mail. Safe with any number of workers.
 * @returns false when no mailing is open
 */
export async function expandMailing(now: Date, limit = holdersAtOnce): Promise<boolean> {
  const [due] = await reader()
    .select({ id: mailings.id })
    .from(mailings)
    .where(and(isNull(mailings.doneAt), lte(mailings.dueAt, now)))
    .orderBy(asc(mailings.dueAt), asc(mailings.id))
    .limit(1);
  if (!due) return false;
  await transaction((tx) => queueNextHolders(tx, { id: due.id, now, limit }));
  return true;
}

async function queueNextHolders(tx: Db, { id, now, limit }: { id: string; now: Date; limit: number }) {
  // This changes nothing, but it locks the row until the commit, so that workers take the holders in turns.
  const [mailing] = await tx
    .update(mailings)
    .set({ kind: sql`${mailings.kind}` })
    .where(eq(mailings.id, id))
    .returning();
  if (!mailing || mailing.doneAt) return;
  const [event] = await tx.select().from(events).where(eq(events.id, mailing.eventId));
  // Nobody needs the new location of an event that was cancelled meanwhile.
  const isOver = !event || (mailing.kind === "location-changed" && event.cancelledAt !== null);
  const holders = isOver ? [] : await listHolders(tx, mailing, limit);
  if (event) await queueMailsTo(tx, holders, { mailing, event, now });
  await tx
    .update(mailings)
    .set({
      dueAt: now,
      lastTicketId: holders.at(-1)?.ticketId ?? mailing.lastTicketId,
      doneAt: holders.length < limit ? now : null,
    })
    .where(eq(mailings.id, id));
}

/** The next holders of tickets that they have not cancelled themselves, in order of request. */
async function listHolders(tx: Db, { eventId, lastTicketId }: Mailing, limit: number): Promise<Holder[]> {
  const order = [tickets.createdAt, tickets.id];
  const [last] = lastTicketId
    ? await tx.select({ at: tickets.createdAt }).from(tickets).where(eq(tickets.id, lastTicketId))
    : [];
  return await tx
    .select({ name: users.name, email: users.email, ticketId: tickets.id })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where(
      and(
        eq(tickets.eventId, eventId),
        isNull(tickets.voidedAt),
        last && afterCursor(order, "asc", [last.at, lastTicketId]),
      ),
    )
    .orderBy(...order)
    .limit(limit);
}

async function queueMailsTo(
  tx: Db,
  holders: Holder[],
  { mailing, event, now }: { mailing: Mailing; event: EventRow; now: Date },
): Promise<void> {
  const about = { event: eventFacts(event) };
  const shared = { eventId: event.id, at: now };
  if (mailing.kind === "event-cancelled") {
    const mails = holders.map(({ name, email }) => ({
      kind: mailing.kind as "event-cancelled",
      recipient: email,
      dedupeKey: event.id,
      facts: { name, ...about, reason: event.cancelReason },
      ...shared,
    }));
    return queueMails(tx, mails);
  }
  const { oldLocation } = JSON.parse(mailing.facts) as MailingFacts["location-changed"];
  const mails = holders.map(({ name, email, ticketId }) => ({
    kind: "location-changed" as const,
    recipient: email,
    dedupeKey: mailing.id,
    facts: { name, ...about, ticketId, oldLocation },
    ...shared,
  }));
  return queueMails(tx, mails);
}
