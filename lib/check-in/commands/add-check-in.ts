import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns, events, tickets, users } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { isActiveCheckIn } from "../queries";

export type CheckIn = typeof checkIns.$inferSelect;
type NewCheckIn = Omit<typeof checkIns.$inferInsert, "id" | "state">;

/** A ticket with its event and the name of its holder, by its code or its id. */
export async function findScanned(db: Db, by: { code: string } | { ticketId: string }) {
  const [found] = await db
    .select({ ticket: tickets, event: events, name: users.name })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .innerJoin(users, eq(users.id, tickets.holderId))
    .where("code" in by ? eq(tickets.code, by.code) : eq(tickets.id, by.ticketId));
  return found;
}

/**
 * Locks a ticket until the commit and returns its row as it is now. Whoever voids a ticket writes to the same row, and
 * looks for check-ins afterwards, so of the two only one succeeds.
 */
export async function lockTicket(tx: Db, ticketId: string) {
  const [ticket] = await tx
    .update(tickets)
    .set({ code: sql`${tickets.code}` })
    .where(eq(tickets.id, ticketId))
    .returning();
  return ticket;
}

/** The check-in that a nonce was drawn for. */
export async function findByNonce(db: Db, nonce: string): Promise<CheckIn | undefined> {
  const [found] = await db.select().from(checkIns).where(eq(checkIns.nonce, nonce));
  return found;
}

/** The check-in by which a ticket is in. */
export async function findActive(db: Db, ticketId: string): Promise<CheckIn | undefined> {
  const [found] = await db
    .select()
    .from(checkIns)
    .where(and(eq(checkIns.ticketId, ticketId), isActiveCheckIn));
  return found;
}

/** Adds an active check-in, or returns the one that is in its way: of the same ticket, or with the same nonce. */
export async function addCheckIn(tx: Db, row: NewCheckIn): Promise<{ added: CheckIn } | { before: CheckIn }> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const [added] = await tx
      .insert(checkIns)
      .values({ ...row, id: newId(), state: "active" })
      .onConflictDoNothing()
      .returning();
    if (added) return { added };
    const before = (await findByNonce(tx, row.nonce)) ?? (await findActive(tx, row.ticketId));
    if (before) return { before };
  }
  throw new Error("a check-in could be neither made nor found");
}
