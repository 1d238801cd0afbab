import { and, count, desc, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { mailings, outbox } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { now } from "@/lib/runtime/clock";
import { findMessage } from "./account-mail";
import { type EventMailKind, type MailMessage, requestKinds } from "./messages";
import type { OutboxRow } from "./outbox";

/** A condition for mails whose recipient and facts are not erased. */
const isKept = isNotNull(outbox.recipient);

export type DeadMail = {
  id: string;
  kind: EventMailKind;
  recipient: string;
  lastError: string | null;
  createdAt: Date;
};

/** The mails about an event that could not be delivered, newest first, for its organisers; at most 200. */
export async function listDeadMails(eventId: ManagedEventId): Promise<DeadMail[]> {
  const { id, kind, recipient, lastError, createdAt } = outbox;
  const rows = await reader()
    .select({ id, kind, recipient, lastError, createdAt })
    .from(outbox)
    .where(and(eq(outbox.eventId, eventId), eq(outbox.state, "dead"), isKept))
    .orderBy(desc(createdAt), desc(id))
    .limit(200);
  return rows as DeadMail[];
}

/** How many mails and mailings are not done, without mails that were erased, for administrators. */
export async function countQueues(): Promise<Record<"queued" | "dead" | "mailings", number>> {
  // As in their indexes.
  const inState = (state: SQL, mails = count()) => reader().select({ mails }).from(outbox).where(state);
  const [[queued], [dead], [open]] = await Promise.all([
    inState(sql`${outbox.state} = 'queued'`),
    // Those whose recipient is not erased.
    inState(sql`${outbox.state} = 'dead'`, count(outbox.recipient)),
    reader().select({ mails: count() }).from(mailings).where(isNull(mailings.doneAt)),
  ]);
  return { queued: queued?.mails ?? 0, dead: dead?.mails ?? 0, mailings: open?.mails ?? 0 };
}

/** How many mails could not be delivered, by the events that have any. */
export async function countDeadMails(eventIds: string[]): Promise<Map<string, number>> {
  const rows = await reader()
    .select({ eventId: outbox.eventId, mails: count() })
    .from(outbox)
    .where(and(inArray(outbox.eventId, eventIds), eq(outbox.state, "dead"), isKept))
    .groupBy(outbox.eventId);
  return new Map(rows.map(({ eventId, mails }) => [String(eventId), mails]));
}

export const mailboxPageSize = 50;

export type StoredMail = {
  id: string;
  recipient: string;
  state: OutboxRow["state"];
  lastError: string | null;
  createdAt: Date;
  message: MailMessage;
};

/** Null for a request that leads to no mail. */
async function storedMail(row: OutboxRow): Promise<StoredMail | null> {
  const { id, recipient, state, lastError, createdAt } = row;
  const message = await findMessage(row, now());
  return message && { id, recipient, state, lastError, createdAt, message };
}

// The worker replaces a request by the mail that it led to, so one that is left led to none.
const isMail = and(isKept, or(notInArray(outbox.kind, requestKinds), eq(outbox.state, "queued")));

/** One page of all mail, newest first, for /dev/mailbox; `page` counts from 1. */
export async function listMailbox(page: number): Promise<{ mails: StoredMail[]; hasOlder: boolean }> {
  const rows = await reader()
    .select()
    .from(outbox)
    .where(isMail)
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(mailboxPageSize + 1)
    .offset((page - 1) * mailboxPageSize);
  const mails = await Promise.all(rows.slice(0, mailboxPageSize).map((row) => storedMail(row as OutboxRow)));
  return { mails: mails.filter((mail) => mail !== null), hasOlder: rows.length > mailboxPageSize };
}

/** One mail of any state for /dev/mailbox, or null. */
export async function findStoredMail(id: string): Promise<StoredMail | null> {
  const [row] = await reader()
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), isMail));
  return row ? storedMail(row as OutboxRow) : null;
}
