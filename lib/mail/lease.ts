import { and, asc, eq, lte, sql } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import { priorities } from "./priority";

export type OutboxRow = typeof outbox.$inferSelect;

/** How long a worker may hold a mail, in ms; a mail whose worker died is tried again after it. */
const leaseTime = 5 * 60_000;

/**
 * The ids of mails that are due, by priority and then oldest first. Only looks, so that an idle worker never
 * locks anything.
 */
export async function listDue(now: Date, limit: number): Promise<string[]> {
  const ids: string[] = [];
  // One query for each priority, because the index is sorted by time within a priority.
  for (const priority of Object.values(priorities)) {
    const due = await reader()
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.state, "queued"), eq(outbox.priority, priority), lte(outbox.dueAt, now)))
      .orderBy(asc(outbox.dueAt), asc(outbox.id))
      .limit(limit - ids.length);
    ids.push(...due.map(({ id }) => id));
    if (ids.length >= limit) break;
  }
  return ids;
}

/** Takes a due mail for this worker alone, or answers undefined when another was quicker. */
export const leaseMail = (id: string, now: Date): Promise<OutboxRow | undefined> =>
  transaction(async (tx) => {
    const [leased] = await tx
      .update(outbox)
      .set({ dueAt: new Date(now.getTime() + leaseTime), attempts: sql`${outbox.attempts} + 1` })
      .where(and(eq(outbox.id, id), eq(outbox.state, "queued"), lte(outbox.dueAt, now)))
      .returning();
    return leased;
  });

/** Ends a lease with what came of it. Does nothing when the lease ran out and another worker took over. */
export const endLease = (leased: OutboxRow, result: Partial<OutboxRow>): Promise<void> =>
  transaction(async (tx) => {
    await tx
      .update(outbox)
      .set(result)
      .where(and(eq(outbox.id, leased.id), eq(outbox.state, "queued"), eq(outbox.dueAt, leased.dueAt)));
  });
