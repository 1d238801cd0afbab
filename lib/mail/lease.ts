import { and, asc, eq, lte, sql } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import type { OutboxRow } from "./outbox";
import { refreshFacts } from "./refresh-facts";

/** How long a lease lasts, in ms, unless it is renewed; a mail whose worker died is tried again after it. */
const leaseTime = 60_000;

/**
 * The ids of mails that are due, in the order of the given priorities and then oldest first. Only looks, so that
 * an idle worker never locks anything.
 */
export async function listDue(now: Date, limit: number, order: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  // One query for each priority, because the index is sorted by time within a priority.
  for (const priority of order) {
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

/**
 * Takes a due mail for this worker alone, with what it says brought up to date, or answers undefined when another
 * was quicker.
 */
export const leaseMail = (id: string, now: Date): Promise<OutboxRow | undefined> =>
  transaction(async (tx) => {
    const [leased] = await tx
      .update(outbox)
      .set({ dueAt: new Date(now.getTime() + leaseTime), attempts: sql`${outbox.attempts} + 1` })
      .where(and(eq(outbox.id, id), eq(outbox.state, "queued"), lte(outbox.dueAt, now)))
      .returning();
    // A constraint gives queued mails a recipient.
    return leased && refreshFacts(tx, leased as OutboxRow);
  });

/**
 * Renews a lease until it is stopped, so that no other worker takes a mail that is slow to send. `leased` always has
 * the time that its lease ends at, for `endLease`.
 */
export function keepLease(leased: OutboxRow, now: () => Date): { stop: () => Promise<void> } {
  let renewing = Promise.resolve();
  const renew = async () => {
    const dueAt = new Date(now().getTime() + leaseTime);
    const [renewed] = await transaction(async (tx) =>
      tx.update(outbox).set({ dueAt }).where(isLeasedAs(leased)).returning({ id: outbox.id }),
    );
    if (renewed) leased.dueAt = dueAt;
  };
  const timer = setInterval(() => {
    // While the database is unavailable no other worker can take the mail either.
    renewing = renewing.then(renew).catch(() => undefined);
  }, leaseTime / 3);
  return {
    async stop() {
      clearInterval(timer);
      await renewing;
    },
  };
}

const isLeasedAs = (leased: OutboxRow) =>
  and(eq(outbox.id, leased.id), eq(outbox.state, "queued"), eq(outbox.dueAt, leased.dueAt));

/** Ends a lease with what came of it. Does nothing when the lease ran out and another worker took over. */
export const endLease = (leased: OutboxRow, result: Partial<OutboxRow>): Promise<void> =>
  transaction(async (tx) => {
    await tx.update(outbox).set(result).where(isLeasedAs(leased));
  });
