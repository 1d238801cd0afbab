import { asc, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { registrationLifetime } from "@/lib/auth/registration-password";
import type { LinkTable } from "@/lib/auth/unused-link";

/**
 * Deletes links as old as a registration may become, at most a hundred, so that the transaction stays short.
 * @returns how many
 */
export async function deleteOldLinks(tx: Db, table: LinkTable, at: Date): Promise<number> {
  const old = tx
    .select({ id: table.id })
    .from(table)
    .where(lte(table.createdAt, new Date(at.getTime() - registrationLifetime)))
    .orderBy(asc(table.createdAt))
    .limit(100);
  const deleted = await tx.delete(table).where(inArray(table.id, old)).returning({ id: table.id });
  return deleted.length;
}
