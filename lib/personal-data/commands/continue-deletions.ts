import { and, asc, eq, lte, sql } from "drizzle-orm";
import { type Db, reader, transaction, truncateLog } from "@/db/client";
import { accountDeletions, outbox } from "@/db/schema";
import { erased } from "@/lib/mail/erased";
import { log } from "@/lib/runtime/log";
import { type Deletion, lastMail, longestRequestMs, steps } from "./deletion-steps";

/**
 * Erases the next rows that tell of somebody who deleted their account, in one transaction. When everything has been
 * gone through, it does so once more a minute after the deletion, for what was in progress then. Safe with any number
 * of workers.
 * @returns false when nothing is due
 */
export async function continueDeletions(now: Date): Promise<boolean> {
  const [due] = await reader()
    .select({ userId: accountDeletions.userId })
    .from(accountDeletions)
    .where(lte(accountDeletions.dueAt, now))
    .orderBy(asc(accountDeletions.dueAt))
    .limit(1);
  if (!due) return false;
  const ended = await transaction(async (tx) => {
    // This changes nothing, but it locks the row until the commit, so that workers take turns.
    const [deletion] = await tx
      .update(accountDeletions)
      .set({ name: sql`${accountDeletions.name}` })
      .where(and(eq(accountDeletions.userId, due.userId), lte(accountDeletions.dueAt, now)))
      .returning();
    if (!deletion) return false;
    const step = steps[deletion.step];
    if (!step) {
      await endPass(tx, deletion, now);
      return true;
    }
    const lastSeen = await step(tx, deletion, now);
    await save(tx, deletion, { lastSeen, step: lastSeen === null ? deletion.step + 1 : deletion.step });
    return false;
  });
  // Names and addresses may be in there still. The hourly job does the same, if this fails.
  if (ended) await truncateLog();
  return true;
}

const save = (tx: Db, { userId }: Deletion, change: Partial<Deletion>) =>
  tx.update(accountDeletions).set(change).where(eq(accountDeletions.userId, userId));

async function endPass(tx: Db, deletion: Deletion, now: Date): Promise<void> {
  const { userId, email, deletedAt, passBeganAt } = deletion;
  const again = new Date(deletedAt.getTime() + longestRequestMs);
  if (passBeganAt < again) {
    await save(tx, deletion, { step: 0, lastSeen: null, dueAt: again, passBeganAt: again });
    return;
  }
  const isLastMail = and(
    eq(outbox.kind, lastMail),
    eq(outbox.recipient, email),
    eq(outbox.dedupeKey, userId),
  );
  const [mail] = await tx.select({ state: outbox.state }).from(outbox).where(isLastMail);
  if (mail?.state === "queued") {
    await save(tx, deletion, { dueAt: new Date(now.getTime() + longestRequestMs) });
    return;
  }
  await tx.update(outbox).set(erased).where(isLastMail);
  await tx.delete(accountDeletions).where(eq(accountDeletions.userId, userId));
  log.info({ user: userId }, "an account was deleted and what told of it is erased");
}
