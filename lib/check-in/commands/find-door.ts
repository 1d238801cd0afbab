import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { doorPasses, events } from "@/db/schema";
import type { Checked } from "@/lib/access/checked";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { type Outcome, refuse } from "@/lib/outcome/outcome";
import { maySync, mayUsePass } from "../access";
import { organisersDoor } from "../organisers-door";

/** Who checks tickets in: an organiser of the event, or whoever has a door pass. */
export type DoorKeeper = { userId: string; eventId: string } | { passId: string };

type DoorFacts = {
  event: typeof events.$inferSelect;
  name: string;
  /** One of the two is null. */
  userId: string | null;
  doorPassId: string | null;
  existsSince: Date;
  hasEnded: boolean;
  /** Whether it may send what it did without a network, also for a while after its end. */
  maySync: boolean;
};

/** A door that somebody was found to check tickets in at, also with a pass that has ended meanwhile. */
export type Door = Checked<DoorFacts, "door">;

/** The door of somebody who may check tickets in, else undefined. A pass that has ended is still found. */
export const findDoor = async (db: Db, keeper: DoorKeeper, now: Date): Promise<Door | undefined> =>
  (await lookUpDoor(db, keeper, now)) as Door | undefined;

async function lookUpDoor(db: Db, keeper: DoorKeeper, now: Date): Promise<DoorFacts | undefined> {
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
        maySync: true,
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
      maySync: maySync(found.pass, found.event, now),
    }
  );
}

/** For `decide`: a command at the door of `keeper`, in the transaction of the check; else it refuses `not-found`. */
export const withDoor =
  <Value, Reason extends string>(
    keeper: DoorKeeper,
    now: Date,
    command: (tx: Db, door: Door) => Promise<Outcome<Value, Reason>>,
  ) =>
  async (tx: Db): Promise<Outcome<Value, Reason | "not-found">> => {
    const door = await findDoor(tx, keeper, now);
    return door ? command(tx, door) : refuse("not-found");
  };

/** The columns of a check-in that say where it was made, and by whom. */
export const madeAt = ({ event, name, userId, doorPassId }: Door) => ({
  eventId: event.id,
  door: name,
  userId,
  doorPassId,
});
