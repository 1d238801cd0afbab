import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { exclusions } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
import { done } from "@/lib/outcome/outcome";

/**
 * Lets somebody whose ticket was taken back get another one for the event. Who may already stays so, without a refusal.
 */
export async function allowAgain(
  tx: Db,
  {
    actor,
    eventId,
    userId,
    now,
  }: { actor: { id: string }; eventId: ManagedEventId; userId: string; now: Date },
) {
  const [ended] = await tx
    .delete(exclusions)
    .where(and(eq(exclusions.eventId, eventId), eq(exclusions.userId, userId)))
    .returning({ userId: exclusions.userId });
  if (!ended) return done(undefined);
  await recordAudit(tx, {
    actorId: actor.id,
    action: "ticket.allow-again",
    subject: eventId,
    details: { user: userId },
    at: now,
  });
  return done(undefined);
}
