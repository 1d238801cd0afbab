import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events } from "@/db/schema";
import { type Actor, mayManageEvent } from "../access";

/** The event's row if `actor` may manage it, else undefined, as if it did not exist. */
export async function findManagedEvent(db: Db, eventId: string, actor: Pick<Actor, "id">) {
  const [event] = await db.select().from(events).where(eq(events.id, eventId));
  if (!event) return undefined;
  const organisers = await db
    .select({ id: eventOrganisers.userId })
    .from(eventOrganisers)
    .where(eq(eventOrganisers.eventId, eventId));
  return mayManageEvent(actor, { organiserIds: organisers.map((organiser) => organiser.id) })
    ? event
    : undefined;
}
