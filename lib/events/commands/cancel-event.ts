import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, tickets } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { queueMails } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import type { Actor } from "../access";
import { eventFacts } from "../event-facts";
import { listActiveHolders } from "../queries";
import { findManagedEvent } from "./find-managed-event";

/**
 * Cancels an event that has not ended: voids its tickets and mails every holder, all in this transaction.
 * A cancelled event stays unchanged, without a refusal. Refuses `not-found`, `ended`.
 */
export async function cancelEvent(
  tx: Db,
  { actor, eventId, reason, now }: { actor: Actor; eventId: string; reason: string; now: Date },
) {
  const before = await findManagedEvent(tx, eventId, actor);
  if (!before) return refuse("not-found");
  if (before.cancelledAt) return done(eventId);
  const [event] = await tx
    .update(events)
    .set({
      cancelledAt: now,
      cancelReason: reason || null,
      voidedTickets: sql`${events.allocated}`,
      allocated: 0,
      updatedAt: now,
      revision: sql`${events.revision} + 1`,
    })
    .where(and(eq(events.id, eventId), isNull(events.cancelledAt), gt(events.endsAt, now)))
    .returning();
  if (!event) {
    const [current] = await tx
      .select({ cancelledAt: events.cancelledAt })
      .from(events)
      .where(eq(events.id, eventId));
    return current?.cancelledAt ? done(eventId) : refuse("ended");
  }
  const holders = await listActiveHolders(tx, eventId);
  await tx
    .update(tickets)
    .set({ voidedAt: now, voidedBecause: "event-cancelled" })
    .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  await queueMails(
    tx,
    holders.map((holder) => ({
      kind: "event-cancelled" as const,
      recipient: holder.email,
      dedupeKey: eventId,
      facts: { name: holder.name, event: eventFacts(event), reason: event.cancelReason },
      eventId,
      at: now,
    })),
  );
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.cancel",
    subject: eventId,
    details: { tickets: holders.length },
    at: now,
  });
  return done(eventId, await countPublicChange(tx));
}
