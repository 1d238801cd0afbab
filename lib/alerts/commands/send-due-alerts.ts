import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events, users } from "@/db/schema";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import { decideAlerts, sameAlerts } from "@/lib/availability/alerts";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMails } from "@/lib/mail/outbox";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";

/**
 * Queues the alerts to an event's organisers that are due, and stores their state. Call it in the transaction of every
 * allocation, with the updated row; after other changes of the free spaces, `handOver` of lib/waiting-list calls it.
 * While free spaces are still given to the waiting list, none is due.
 */
export async function sendDueAlerts(tx: Db, event: typeof events.$inferSelect, now: Date): Promise<void> {
  if (event.waitingListPending) return;
  const { near, full, state } = decideAlerts(event, now);
  if (sameAlerts(event, state)) return;
  await tx.update(events).set(state).where(eq(events.id, event.id));
  if (!near && !full) return;
  const organisers = await tx
    .select({ name: users.name, email: existingEmail })
    .from(eventOrganisers)
    .innerJoin(users, eq(users.id, eventOrganisers.userId))
    .where(and(eq(eventOrganisers.eventId, event.id), isExisting))
    // Their limits are locked in one order.
    .orderBy(users.email);
  const dedupeKey = newId();
  const shared = { dedupeKey, eventId: event.id, at: now };
  for (const { name, email } of organisers) {
    const kind = full ? "full" : "near-capacity";
    if ((await consume(tx, "alert-mail", `${kind}:${email}`, now)) > 0) continue;
    const facts = { name, event: eventFacts(event), capacity: event.capacity };
    if (full) await queueMails(tx, [{ kind: "full", recipient: email, facts, ...shared }]);
    else {
      const left = event.capacity - event.allocated;
      await queueMails(tx, [
        { kind: "near-capacity", recipient: email, facts: { ...facts, left }, ...shared },
      ]);
    }
  }
}
