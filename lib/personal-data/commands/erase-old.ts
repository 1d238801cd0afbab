import { and, asc, inArray, isNotNull, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog, outbox, passwordResets, registrations } from "@/db/schema";
import { deleteOldLinks } from "@/lib/accounts/commands/delete-old-links";
import { erased } from "@/lib/mail/erased";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { daysBefore } from "../days-before";
import { eraseBatch } from "./erase-batch";

/** How many days a mail keeps its recipient and facts after it was sent or given up. */
const mailsKept = 30;

/** How many rows one transaction changes. */
const batch = 300;

/** Erases recipient and facts of old mails. @returns whether there may be more */
export async function eraseOldMails(tx: Db, at: Date): Promise<boolean> {
  const before = daysBefore(at, mailsKept);
  const old = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isNotNull(outbox.recipient),
        lte(outbox.createdAt, before),
        ne(outbox.state, "queued"),
        or(isNull(outbox.sentAt), lte(outbox.sentAt, before)),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(batch);
  return eraseBatch(old, batch, async (ids) => {
    await tx
      .update(outbox)
      .set(erased)
      // Once more, because an organiser may send one of them again.
      .where(and(inArray(outbox.id, ids), ne(outbox.state, "queued")));
    log.info({ mails: ids.length }, "recipients and contents of old mails were erased");
  });
}

/** Erases addresses and details in old entries of the audit log. @returns whether there may be more */
export async function eraseOldEntries(tx: Db, at: Date, days = settings().retentionDays): Promise<boolean> {
  const old = await tx
    .select({ id: auditLog.id, subject: auditLog.subject })
    .from(auditLog)
    .where(
      and(
        // As in its index.
        sql`(${auditLog.details} <> '{}' or ${auditLog.subject} like '%@%')`,
        lte(auditLog.at, daysBefore(at, days)),
      ),
    )
    .orderBy(asc(auditLog.at), asc(auditLog.id))
    .limit(batch);
  const addressed = old.filter(({ subject }) => subject.includes("@")).map(({ id }) => id);
  return eraseBatch(old, batch, async (ids) => {
    await tx.update(auditLog).set({ details: "{}" }).where(inArray(auditLog.id, ids));
    if (addressed.length > 0)
      await tx.update(auditLog).set({ subject: "" }).where(inArray(auditLog.id, addressed));
    log.info({ entries: ids.length }, "the details of old entries of the audit log were erased");
  });
}

/** Deletes registrations and links to reset a password that are a week old. @returns whether there may be more */
export async function eraseOldLinks(tx: Db, at: Date): Promise<boolean> {
  const deleted = [await deleteOldLinks(tx, registrations, at), await deleteOldLinks(tx, passwordResets, at)];
  const links = deleted.reduce((sum, each) => sum + each, 0);
  if (links > 0) log.info({ links }, "old registrations and links were deleted");
  return links > 0;
}
