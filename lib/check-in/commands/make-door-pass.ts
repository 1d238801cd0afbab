import { and, count, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { doorPasses } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { findManagedEvent, type ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";
import { doorWindow } from "../door-window";
import { mostPasses } from "../limits";

type NewPass = { actor: { id: string }; event: ManagedEventRow; door: string; now: Date };

/**
 * Makes a link with which helpers check tickets in at one door. Refuses `cancelled`, `ended`, `too-many` if the event
 * has `mostPasses` that are not withdrawn, and `not-found` if the actor was removed meanwhile.
 */
export async function makeDoorPass(tx: Db, { actor, event: { id: eventId }, door, now }: NewPass) {
  // Passes are counted one after the other, and nobody makes one while they are removed.
  await lockEvent(tx, eventId);
  const event = await findManagedEvent(tx, eventId, actor);
  if (!event) return refuse("not-found");
  if (event.cancelledAt) return refuse("cancelled");
  if (now >= doorWindow(event).closesAt) return refuse("ended");
  const isOpen = and(eq(doorPasses.eventId, eventId), isNull(doorPasses.withdrawnAt));
  const [open] = await tx.select({ passes: count() }).from(doorPasses).where(isOpen);
  if ((open?.passes ?? 0) >= mostPasses) return refuse("too-many");
  const id = newId();
  await tx.insert(doorPasses).values({ id, eventId, door, createdBy: actor.id, createdAt: now });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "door-pass.make",
    subject: id,
    details: { event: eventId, door },
    at: now,
  });
  return done(id);
}
