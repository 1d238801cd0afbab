import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { isExisting } from "./existing-account";

/**
 * Locks an account's row until the commit, on either engine, so that what it starts and its deletion happen one after
 * the other. @returns the row; undefined when the account was deleted
 */
export async function lockAccount(tx: Db, userId: string): Promise<typeof users.$inferSelect | undefined> {
  const [locked] = await tx
    .update(users)
    .set({ name: sql`${users.name}` })
    .where(and(eq(users.id, userId), isExisting))
    .returning();
  return locked;
}
