import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { doorPasses, events } from "@/db/schema";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { mayUsePass } from "../access";
import { organisersDoor } from "../organisers-door";

/** Who checks tickets in: an organiser of the event, or whoever has a door pass. */
export type DoorKeeper = { userId: string; eventId: string } | { passId: string };

/** The door of somebody who may check tickets in, else undefined. A pass that has ended is still found. */
export async function findDoor(db: Db, keeper: DoorKeeper, now: Date) {
  if ("userId" in keeper) {
    const event = await findManagedEvent(db, keeper.eventId, { id: keeper.userId });
    return (
      event && {
        event,
        name: organisersDoor,
        userId: keeper.userId,
        doorPassId: null,
        existsSince: event.createdAt,
        hasEnded: false,
      }
    );
  }
  const [found] = await db
    .select({ pass: doorPasses, event: events })
    .from(doorPasses)
    .innerJoin(events, eq(events.id, doorPasses.eventId))
    .where(eq(doorPasses.id, keeper.passId));
  return (
    found && {
      event: found.event,
      name: found.pass.door,
      userId: null,
      doorPassId: found.pass.id,
      existsSince: found.pass.createdAt,
      hasEnded: !mayUsePass(found.pass, found.event, now),
    }
  );
}

export type Door = NonNullable<Awaited<ReturnType<typeof findDoor>>>;

/** The columns of a check-in that say where it was made, and by whom. */
export const madeAt = ({ event, name, userId, doorPassId }: Door) => ({
  eventId: event.id,
  door: name,
  userId,
  doorPassId,
});
