import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";
import { done } from "@/lib/outcome/outcome";
import { endEntryOf } from "./end-entries";
import { lockEvent } from "./lock-event";

/**
 * Takes a person off an event's waiting list at their own wish. Who does not wait stays so, without a refusal.
 */
export async function leaveWaitingList(
  tx: Db,
  { userId, eventId, now }: { userId: string; eventId: string; now: Date },
) {
  await lockEvent(tx, eventId);
  const ended = await endEntryOf(tx, { eventId, userId, because: "left", now });
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
