import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { queueMailing } from "@/lib/mail/mailings";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import type { Actor } from "../access";
import type { ManagedEventRow } from "./find-managed-event";

/**
 * Cancels an event that has not ended. With it all its tickets are void, and the mailing to their holders is
 * queued: however many they are, this writes the same few rows, so that its duration does not tell their number.
 * A cancelled event stays unchanged, without a refusal. Refuses `ended`.
 */
export async function cancelEvent(
  tx: Db,
  { actor, event, reason, now }: { actor: Actor; event: ManagedEventRow; reason: string; now: Date },
) {
  const eventId = event.id;
  if (event.cancelledAt) return done(eventId);
  const [cancelled] = await tx
    .update(events)
    .set({
      cancelledAt: now,
      cancelReason: reason || null,
      voidedTickets: sql`${events.allocated}`,
      allocated: 0,
      // The worker tells those who wait.
      waitingListPending: gt(events.waitingPlaces, 0),
      updatedAt: now,
      revision: sql`${events.revision} + 1`,
    })
    .where(and(eq(events.id, eventId), isNull(events.cancelledAt), gt(events.endsAt, now)))
    .returning();
  if (!cancelled) {
    const [current] = await tx
      .select({ cancelledAt: events.cancelledAt })
      .from(events)
      .where(eq(events.id, eventId));
    return current?.cancelledAt ? done(eventId) : refuse("ended");
  }
  await queueMailing(tx, { kind: "event-cancelled", eventId, facts: {}, at: now });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.cancel",
    subject: eventId,
    details: { tickets: cancelled.voidedTickets },
    at: now,
  });
  return done(eventId, await countPublicChange(tx));
}
