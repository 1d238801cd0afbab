import type { Db } from "@/db/client";
import { doorPasses } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { doorWindow } from "../door-window";

type NewPass = { actor: { id: string }; eventId: string; door: string; now: Date };

/** Makes a link with which helpers check tickets in at one door. Refuses `not-found`, `cancelled`, `ended`. */
export async function makeDoorPass(tx: Db, { actor, eventId, door, now }: NewPass) {
  const event = await findManagedEvent(tx, eventId, actor);
  if (!event) return refuse("not-found");
  if (event.cancelledAt) return refuse("cancelled");
  if (now >= doorWindow(event).closesAt) return refuse("ended");
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
