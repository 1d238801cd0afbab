import { asc, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { registrationLifetime } from "@/lib/auth/registration-password";
import type { LinkTable } from "@/lib/auth/unused-link";

/** Deletes links as old as a registration may become, at most a hundred, so that the transaction stays short. */
export async function deleteOldLinks(tx: Db, table: LinkTable, at: Date): Promise<void> {
  const old = tx
    .select({ id: table.id })
    .from(table)
    .where(lte(table.createdAt, new Date(at.getTime() - registrationLifetime)))
    .orderBy(asc(table.createdAt))
    .limit(100);
  await tx.delete(table).where(inArray(table.id, old));
}
