import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import { events, mailings, outbox, tickets, users } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { afterCursor } from "@/lib/search/pagination";
import { eventFacts } from "./event-facts";
import type { MailFacts } from "./messages";
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
 * worker finds the holders later. One of the same kind that is not done yet starts again instead.
 */
export async function queueMailing<Kind extends keyof MailingFacts>(
  tx: Db,
  { kind, eventId, facts, at }: NewMailing<Kind>,
): Promise<void> {
  const [restarted] = await tx
    .update(mailings)
    .set({ lastTicketId: null })
    .where(and(eq(mailings.eventId, eventId), eq(mailings.kind, kind), isNull(mailings.doneAt)))
    .returning({ id: mailings.id });
  if (restarted) return;
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
  if (mailing.kind === "location-changed") return queueNewLocation(tx, holders, { mailing, event, now });
  const mails = holders.map(({ name, email }) => ({
    kind: "event-cancelled" as const,
    recipient: email,
    dedupeKey: event.id,
    facts: { name, event: eventFacts(event), reason: event.cancelReason },
    eventId: event.id,
    at: now,
  }));
  return queueMails(tx, mails);
}

/**
 * A holder has one mail about an event's location: a change while it is unsent only changes what it says, and a
 * later one sends it again.
 */
async function queueNewLocation(
  tx: Db,
  holders: Holder[],
  { mailing, event, now }: { mailing: Mailing; event: EventRow; now: Date },
): Promise<void> {
  const { oldLocation } = JSON.parse(mailing.facts) as MailingFacts["location-changed"];
  const kind = "location-changed" as const;
  const ofEvent = and(
    eq(outbox.kind, kind),
    inArray(
      outbox.recipient,
      holders.map(({ email }) => email),
    ),
    eq(outbox.dedupeKey, event.id),
  );
  const earlier = holders.length > 0 ? await tx.select().from(outbox).where(ofEvent) : [];
  const earlierOf = new Map(earlier.map((mail) => [mail.recipient, mail]));
  const factsFor = ({ name, ticketId }: Holder, old: string) => ({
    ...{ name, event: eventFacts(event), ticketId },
    oldLocation: old,
  });
  const unwritten = holders.filter(({ email }) => !earlierOf.has(email));
  await queueMails(
    tx,
    unwritten.map((holder) => ({
      ...{ kind, recipient: holder.email, dedupeKey: event.id, eventId: event.id, at: now },
      facts: factsFor(holder, oldLocation),
    })),
  );
  for (const holder of holders) {
    const mail = earlierOf.get(holder.email);
    if (!mail) continue;
    const said = JSON.parse(mail.facts) as MailFacts["location-changed"];
    // It says this change already, or has said it.
    if (said.event.revision >= event.revision) continue;
    const known = mail.state === "sent" ? said.event.location : said.oldLocation;
    const facts = factsFor(holder, said.ticketId === holder.ticketId ? known : oldLocation);
    const again = { state: "queued", attempts: 0, createdAt: now, sentAt: null, lastError: null } as const;
    await tx
      .update(outbox)
      // A new time ends the lease of a worker that is sending what it said before.
      .set({ facts: JSON.stringify(facts), dueAt: now, ...(mail.state !== "queued" && again) })
      .where(eq(outbox.id, mail.id));
  }
}

/** A leased mail with what the event's row says now, if that can have changed since the mail was queued. */
export async function refreshFacts(tx: Db, leased: typeof outbox.$inferSelect) {
  if (leased.kind !== "location-changed" || !leased.eventId) return leased;
  const [event] = await tx.select().from(events).where(eq(events.id, leased.eventId));
  if (!event) return leased;
  const said = JSON.parse(leased.facts) as MailFacts["location-changed"];
  const facts = JSON.stringify({ ...said, event: eventFacts(event) });
  await tx.update(outbox).set({ facts }).where(eq(outbox.id, leased.id));
  return { ...leased, facts };
}
