import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { type Outcome, refuse } from "@/lib/outcome/outcome";
import { type Actor, mayManageEvent } from "../access";

/** The row of an event that somebody was found to manage. */
export type ManagedEventRow = typeof events.$inferSelect & { id: ManagedEventId };

/** The event's row if `actor` may manage it, else undefined, as if it did not exist. */
export async function findManagedEvent(
  db: Db,
  eventId: string,
  actor: Pick<Actor, "id">,
): Promise<ManagedEventRow | undefined> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId));
  if (!event) return undefined;
  const organisers = await db
    .select({ id: eventOrganisers.userId })
    .from(eventOrganisers)
    .where(eq(eventOrganisers.eventId, eventId));
  return mayManageEvent(actor, { organiserIds: organisers.map((organiser) => organiser.id) })
    ? (event as ManagedEventRow)
    : undefined;
}

/**
 * For `decide` and `record`: a command on an event that `actor` manages, in the transaction of the check; else it
 * refuses `not-found`.
 */
export const withManagedEvent =
  <Value, Reason extends string>(
    eventId: string,
    actor: Pick<Actor, "id">,
    command: (tx: Db, event: ManagedEventRow) => Promise<Outcome<Value, Reason>>,
  ) =>
  async (tx: Db): Promise<Outcome<Value, Reason | "not-found">> => {
    const event = await findManagedEvent(tx, eventId, actor);
    return event ? command(tx, event) : refuse("not-found");
  };
