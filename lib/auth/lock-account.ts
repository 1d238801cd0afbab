import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { isExisting } from "./existing-account";
import type { Viewer } from "./viewer";

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

/**
 * Locks the account of a session, for what gives or ends a way to sign in: a request that began before the session ended
 * must not outlive a new password. @returns the row; undefined when the session has ended or the account was deleted
 */
export async function lockAccountOf(
  tx: Db,
  { id, sessionId }: Pick<Viewer, "id" | "sessionId">,
): Promise<typeof users.$inferSelect | undefined> {
  const locked = await lockAccount(tx, id);
  const [session] = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, id)));
  return session && locked;
}
