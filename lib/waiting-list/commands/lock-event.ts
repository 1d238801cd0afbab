import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";

/**
 * Locks an event's row until the commit, on either engine, and returns it. What changes tickets or a waiting list does
 * so first, so that such changes happen one after the other and never deadlock.
 */
export async function lockEvent(tx: Db, eventId: string) {
  const [event] = await tx
    .update(events)
    .set({ name: sql`${events.name}` })
    .where(eq(events.id, eventId))
    .returning();
  return event;
}
