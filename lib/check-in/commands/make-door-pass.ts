import type { Db } from "@/db/client";
import { doorPasses } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { doorWindow } from "../door-window";

type NewPass = { actor: { id: string }; event: ManagedEventRow; door: string; now: Date };

/** Makes a link with which helpers check tickets in at one door. Refuses `cancelled`, `ended`. */
export async function makeDoorPass(tx: Db, { actor, event, door, now }: NewPass) {
  if (event.cancelledAt) return refuse("cancelled");
  if (now >= doorWindow(event).closesAt) return refuse("ended");
  const id = newId();
  await tx.insert(doorPasses).values({ id, eventId: event.id, door, createdBy: actor.id, createdAt: now });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "door-pass.make",
    subject: id,
    details: { event: event.id, door },
    at: now,
  });
  return done(id);
}
