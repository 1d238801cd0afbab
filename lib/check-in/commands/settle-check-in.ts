import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { done, refuse } from "@/lib/outcome/outcome";
import { findActive, lockTicket } from "./add-check-in";

type Settlement = {
  actor: { id: string };
  event: ManagedEventRow;
  checkInId: string;
  /** Accept: it counts after all. */
  intent: "accept" | "dismiss";
  now: Date;
};

/**
 * Decides about a held check-in: accepted, it counts; dismissed, it stays on record. A settled one stays as it is.
 * Refuses `not-found`; to accept also `void` and `already-checked-in`.
 */
export async function settleCheckIn(tx: Db, { actor, event, checkInId, intent, now }: Settlement) {
  const [held] = await tx
    .select({ ticketId: checkIns.ticketId, state: checkIns.state })
    .from(checkIns)
    .where(and(eq(checkIns.id, checkInId), eq(checkIns.eventId, event.id)));
  if (!held) return refuse("not-found");
  if (held.state !== "held") return done(checkInId);
  if (intent === "accept") {
    const ticket = await lockTicket(tx, held.ticketId);
    if (!ticket || ticket.voidedAt || event.cancelledAt) return refuse("void");
    if (await findActive(tx, held.ticketId)) return refuse("already-checked-in");
  }
  const [settled] = await tx
    .update(checkIns)
    .set({ state: intent === "accept" ? "active" : "settled", settledAt: now, settledBy: actor.id })
    .where(and(eq(checkIns.id, checkInId), eq(checkIns.state, "held")))
    .returning({ id: checkIns.id });
  if (settled)
    await recordAudit(tx, {
      actorId: actor.id,
      action: `check-in.${intent}`,
      subject: checkInId,
      details: { ticket: held.ticketId },
      at: now,
    });
  return done(checkInId);
}
