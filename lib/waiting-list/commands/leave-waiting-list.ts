import type { Db } from "@/db/client";
import { waitingListEntries } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done } from "@/lib/outcome/outcome";
import { isWaiting } from "../queries";
import { lockEvent } from "./lock-event";

/**
 * Takes a person off an event's waiting list at their own wish. Who does not wait stays so, without a refusal.
 */
export async function leaveWaitingList(
  tx: Db,
  { userId, eventId, now }: { userId: string; eventId: string; now: Date },
) {
  await lockEvent(tx, eventId);
  const [ended] = await tx
    .update(waitingListEntries)
    .set({ endedAt: now, endedBecause: "left" })
    .where(isWaiting(eventId, userId))
    .returning({ id: waitingListEntries.id });
  if (!ended) return done(undefined);
  await recordAudit(tx, {
    actorId: userId,
    action: "waiting-list.leave",
    subject: eventId,
    details: { entry: ended.id },
    at: now,
  });
  return done(undefined);
}
