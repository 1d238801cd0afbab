import { and, desc, eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { outbox } from "@/db/schema";
import type { MailKind, MailMessage } from "./messages";

type OutboxRow = typeof outbox.$inferSelect;

/** What the outbox stores of a mail, as its kind's facts. Only `queueMail` writes there, so they fit. */
export const readMessage = ({ kind, facts }: Pick<OutboxRow, "kind" | "facts">) =>
  ({ kind, facts: JSON.parse(facts) }) as MailMessage;

export type DeadMail = {
  id: string;
  kind: MailKind;
  recipient: string;
  lastError: string | null;
  createdAt: Date;
};

/** The mails about an event that could not be delivered, newest first, for its organisers; at most 200. */
export async function listDeadMails(eventId: string): Promise<DeadMail[]> {
  const { id, kind, recipient, lastError, createdAt } = outbox;
  const rows = await reader()
    .select({ id, kind, recipient, lastError, createdAt })
    .from(outbox)
    .where(and(eq(outbox.eventId, eventId), eq(outbox.state, "dead")))
    .orderBy(desc(createdAt), desc(id))
    .limit(200);
  return rows as DeadMail[];
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

const storedMail = (row: OutboxRow): StoredMail => {
  const { id, recipient, state, lastError, createdAt } = row;
  return { id, recipient, state, lastError, createdAt, message: readMessage(row) };
};

/** One page of all mail, newest first, for /dev/mailbox; `page` counts from 1. */
export async function listMailbox(page: number): Promise<{ mails: StoredMail[]; hasOlder: boolean }> {
  const rows = await reader()
    .select()
    .from(outbox)
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(mailboxPageSize + 1)
    .offset((page - 1) * mailboxPageSize);
  return { mails: rows.slice(0, mailboxPageSize).map(storedMail), hasOlder: rows.length > mailboxPageSize };
}

/** One mail of any state for /dev/mailbox, or null. */
export async function findStoredMail(id: string): Promise<StoredMail | null> {
  const [row] = await reader().select().from(outbox).where(eq(outbox.id, id));
  return row ? storedMail(row) : null;
}
