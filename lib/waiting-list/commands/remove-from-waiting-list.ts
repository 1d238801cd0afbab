import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users, waitingListEntries } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { lockEvent } from "./lock-event";

/**
 * Takes somebody off an event's waiting list for its organiser, and mails them. An entry that has ended stays as it is,
 * without a refusal. The caller has checked that the actor may. Refuses `not-found`.
 */
export async function removeFromWaitingList(
  tx: Db,
  { actor, eventId, entryId, now }: { actor: { id: string }; eventId: string; entryId: string; now: Date },
) {
  const event = await lockEvent(tx, eventId);
  const isEntry = and(eq(waitingListEntries.id, entryId), eq(waitingListEntries.eventId, eventId));
  const [entry] = await tx
    .select({ endedAt: waitingListEntries.endedAt, name: users.name, email: users.email })
    .from(waitingListEntries)
    .innerJoin(users, eq(users.id, waitingListEntries.userId))
    .where(isEntry);
  if (!event || !entry) return refuse("not-found");
  if (entry.endedAt) return done(undefined);
  await tx.update(waitingListEntries).set({ endedAt: now, endedBecause: "removed" }).where(isEntry);
  await queueMail(tx, {
    kind: "waiting-list-closed",
    recipient: entry.email,
    dedupeKey: entryId,
    facts: { name: entry.name, event: eventFacts(event), why: "removed", reason: null },
    eventId,
    at: now,
  });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "waiting-list.remove",
    subject: eventId,
    details: { entry: entryId },
    at: now,
  });
  return done(undefined);
}
