import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { prepared } from "@/db/prepared";
import { outbox } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import type { QueuedFacts } from "./messages";
import { priorityOf } from "./priority";

/** A mail that has not been erased. */
export type OutboxRow = Omit<typeof outbox.$inferSelect, "recipient"> & { recipient: string };

type QueuedKind = keyof QueuedFacts;

export type QueuedMail<Kind extends QueuedKind> = {
  kind: Kind;
  /** One address. */
  recipient: string;
  /** The id of what the mail reports: ticket, token, event change, crossing, promotion, cancelled event. */
  dedupeKey: string;
  facts: QueuedFacts[Kind];
  /** For mails about an event: its organisers see and resend the dead ones. */
  eventId?: string;
  at: Date;
};

/** One insert holds so many rows: far below both engines' limits on parameters. */
const rowsAtOnce = 500;

/**
 * Queues mails in the transaction of what they report. The same (kind, recipient, dedupeKey) is
 * queued once, however often this is called.
 */
export async function queueMails<Kind extends QueuedKind>(tx: Db, mails: QueuedMail<Kind>[]): Promise<void> {
  for (let from = 0; from < mails.length; from += rowsAtOnce) {
    const rows = mails.slice(from, from + rowsAtOnce).map(toRow);
    await tx.insert(outbox).values(rows).onConflictDoNothing();
  }
}

/** Queues one mail; see `queueMails`. */
export async function queueMail<Kind extends QueuedKind>(tx: Db, mail: QueuedMail<Kind>): Promise<void> {
  await oneMail(tx).execute(toRow(mail));
}

const toRow = (mail: QueuedMail<QueuedKind>) => ({
  id: newId(),
  kind: mail.kind,
  recipient: mail.recipient,
  dedupeKey: mail.dedupeKey,
  facts: JSON.stringify(mail.facts),
  eventId: mail.eventId ?? null,
  state: "queued" as const,
  priority: priorityOf(mail.kind),
  createdAt: mail.at,
  dueAt: mail.at,
});

const oneMail = prepared("one-mail", (db) =>
  db
    .insert(outbox)
    .values({
      id: sql.placeholder("id"),
      kind: sql.placeholder("kind"),
      recipient: sql.placeholder("recipient"),
      dedupeKey: sql.placeholder("dedupeKey"),
      facts: sql.placeholder("facts"),
      eventId: sql.placeholder("eventId"),
      state: sql.placeholder("state"),
      priority: sql.placeholder("priority"),
      createdAt: sql.placeholder("createdAt"),
      dueAt: sql.placeholder("dueAt"),
    })
    .onConflictDoNothing(),
);
