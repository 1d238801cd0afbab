import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import type { Door } from "./find-door";

type Undo = { door: Door; nonce: string; reason?: string; now: Date };

/**
 * Takes a check-in of the event back, with a pass only one of the same door; a second time it changes nothing.
 * Refuses `not-found`, `pass-ended`.
 */
export async function undoCheckIn(tx: Db, { door, nonce, reason = "", now }: Undo) {
  if (door.hasEnded) return refuse("pass-ended");
  return undoAt(tx, door, { nonce, reason, at: now });
}

/** Takes a check-in of an event back whose door was found; `states` are those that it may have. */
export async function undoAt(
  tx: Db,
  door: Door,
  { nonce, reason, at }: { nonce: string; reason: string; at: Date },
  states: ("active" | "held")[] = ["active", "held"],
) {
  const isOfDoor = and(
    eq(checkIns.nonce, nonce),
    eq(checkIns.eventId, door.event.id),
    door.doorPassId ? eq(checkIns.doorPassId, door.doorPassId) : undefined,
  );
  const [undone] = await tx
    .update(checkIns)
    .set({
      state: "undone",
      undoneAt: at,
      undoneBy: door.userId,
      undoneByPass: door.doorPassId,
      undoReason: reason || null,
    })
    .where(and(isOfDoor, inArray(checkIns.state, states)))
    .returning();
  if (!undone) {
    const [before] = await tx.select({ state: checkIns.state }).from(checkIns).where(isOfDoor);
    return before?.state === "undone" ? done(nonce) : refuse("not-found");
  }
  await recordAudit(tx, {
    actorId: door.userId,
    action: "check-in.undo",
    subject: undone.id,
    details: { ticket: undone.ticketId, pass: door.doorPassId, reason: reason || null },
    at,
  });
  return done(nonce);
}
