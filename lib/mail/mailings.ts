import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import { events, mailings } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { listNextPeople } from "./audiences";
import { type MailingFacts, type MailingKind, type MailingName, mailingKinds } from "./mailing-kinds";

type NewMailing<Name extends MailingName> = {
  id?: string;
  kind: Name;
  eventId: string;
  facts: MailingFacts[Name];
  at: Date;
  /** By default at once. */
  dueAt?: Date;
};

/**
 * Queues a mail to many people of an event as one row, in the transaction of what it reports. The worker finds the
 * people later: see `mailingKinds`.
 */
export async function queueMailing<Name extends MailingName>(
  tx: Db,
  { id = newId(), kind, eventId, facts, at, dueAt = at }: NewMailing<Name>,
): Promise<void> {
  if (mailingKinds[kind].restarts) {
    const [restarted] = await tx
      .update(mailings)
      .set({ lastTicketId: null, lastPlace: null, createdAt: at })
      .where(and(eq(mailings.eventId, eventId), eq(mailings.kind, kind), isNull(mailings.doneAt)))
      .returning({ id: mailings.id });
    if (restarted) return;
  }
  await tx.insert(mailings).values({ id, kind, eventId, facts: JSON.stringify(facts), createdAt: at, dueAt });
}

/** How many people one transaction queues mails for: some 10 ms on SQLite, where it locks out other writers. */
const peopleAtOnce = 300;

/**
 * Queues the mails to the next people of the mailing that has waited longest, in one transaction. A mailing
 * that was interrupted goes on where it was, so each person gets one mail. Safe with any number of workers.
 * @returns false when no mailing is due
 */
export async function expandMailing(now: Date, limit = peopleAtOnce): Promise<boolean> {
  const [due] = await reader()
    .select({ id: mailings.id })
    .from(mailings)
    .where(and(isNull(mailings.doneAt), lte(mailings.dueAt, now)))
    .orderBy(asc(mailings.dueAt), asc(mailings.id))
    .limit(1);
  if (!due) return false;
  await transaction((tx) => queueNextMails(tx, { id: due.id, now, limit }));
  return true;
}

async function queueNextMails(tx: Db, { id, now, limit }: { id: string; now: Date; limit: number }) {
  // This changes nothing, but it locks the row until the commit, so that workers take the people in turns.
  const [mailing] = await tx
    .update(mailings)
    .set({ kind: sql`${mailings.kind}` })
    .where(eq(mailings.id, id))
    .returning();
  if (!mailing || mailing.doneAt) return;
  const [event] = await tx.select().from(events).where(eq(events.id, mailing.eventId));
  // Only `queueMailing` writes here, so kind and facts fit.
  const kind = mailingKinds[mailing.kind as MailingName] as MailingKind<unknown>;
  const facts: unknown = JSON.parse(mailing.facts);
  const isOver = !event || kind.isOver?.(event, now);
  const people = isOver
    ? []
    : await listNextPeople(tx, { audience: kind.audience(facts), mailing, limit, now });
  if (event) await kind.queue(tx, people, { event, facts, at: kind.dueAt?.(event) ?? mailing.createdAt });
  const last = people.at(-1);
  await tx
    .update(mailings)
    .set({
      dueAt: now,
      lastTicketId: last?.ticketId ?? mailing.lastTicketId,
      lastPlace: last?.place ?? mailing.lastPlace,
      doneAt: people.length < limit ? now : null,
    })
    .where(eq(mailings.id, id));
}
