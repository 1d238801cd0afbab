import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";

/** All changes of a waiting list lock its event's row first, so that they happen one after the other. */
export async function lockEvent(tx: Db, eventId: string) {
  const [event] = await tx
    .update(events)
    .set({ name: sql`${events.name}` })
    .where(eq(events.id, eventId))
    .returning();
  return event;
}
