import { gt, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passwordResets, registrations } from "@/db/schema";
import type { LinkTable } from "@/lib/auth/unused-link";
import { latestPast } from "@/lib/time/from-the-future";

/** How many rows of a table one transaction deletes. */
const batch = 200;

/**
 * Deletes links that are dated later than now, some at a time: the clock was set back since, and they would be valid
 * for longer than they should. @returns whether more may be left
 */
export async function deleteFutureLinks(tx: Db, at: Date): Promise<boolean> {
  const deleted = [await deleteFrom(tx, passwordResets, at), await deleteFrom(tx, registrations, at)];
  return deleted.some((count) => count === batch);
}

async function deleteFrom(tx: Db, table: LinkTable, at: Date): Promise<number> {
  const future = await tx
    .select({ id: table.id })
    .from(table)
    .where(gt(table.createdAt, latestPast(at)))
    .orderBy(table.createdAt)
    .limit(batch);
  const ids = future.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(table).where(inArray(table.id, ids));
  return ids.length;
}
