import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users, waitingListEntries } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import { endAndMail } from "./end-entries";
import { lockEvent } from "./lock-event";

/**
 * Takes somebody off an event's waiting list for its organiser, and mails them. An entry that has ended stays as it is,
 * without a refusal. Refuses `not-found`.
 */
export async function removeFromWaitingList(
  tx: Db,
  {
    actor,
    eventId,
    entryId,
    now,
  }: { actor: { id: string }; eventId: ManagedEventId; entryId: string; now: Date },
) {
  const event = await lockEvent(tx, eventId);
  const { id, endedAt } = waitingListEntries;
  const [entry] = await tx
    .select({ id, endedAt, name: users.name, email: users.email })
    .from(waitingListEntries)
    .innerJoin(users, eq(users.id, waitingListEntries.userId))
    .where(and(eq(id, entryId), eq(waitingListEntries.eventId, eventId)));
  if (!event || !entry) return refuse("not-found");
  if (entry.endedAt) return done(undefined);
  await endAndMail(tx, event, [entry], { why: "removed", now });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "waiting-list.remove",
    subject: eventId,
    details: { entry: entryId },
    at: now,
  });
  return done(undefined);
}
