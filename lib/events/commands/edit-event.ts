import { and, eq, gt, isNull, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { newId } from "@/lib/ids";
import { queueMails } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome";
import { searchable } from "@/lib/search-text";
import { listActiveHolders } from "@/lib/tickets/queries";
import type { Actor } from "../access";
import { eventFacts } from "../event-facts";
import type { EventEdit } from "../input";
import { findManagedEvent } from "./find-managed-event";
import { sendDueAlerts } from "./send-due-alerts";

/**
 * Changes what may change of an event that has not started; a new location mails every holder.
 * Refuses `not-found`, `cancelled`, `started`, and `below-allocated` with the `least` capacity.
 */
export async function editEvent(
  tx: Db,
  { actor, eventId, edit, now }: { actor: Actor; eventId: string; edit: EventEdit; now: Date },
) {
  const before = await findManagedEvent(tx, eventId, actor);
  if (!before) return refuse("not-found");
  if (before.cancelledAt) return refuse("cancelled");
  const seen =
    edit.name !== before.name || edit.description !== before.description || edit.location !== before.location;
  const [after] = await tx
    .update(events)
    .set({
      name: edit.name,
      description: edit.description,
      location: edit.location,
      searchText: searchable(`${edit.name} ${edit.location}`),
      capacity: edit.capacity,
      // Only what the public can see moves the calendar stamps; a change of capacity must not show.
      ...(seen && { updatedAt: now, revision: before.revision + 1 }),
    })
    .where(
      and(
        eq(events.id, eventId),
        isNull(events.cancelledAt),
        gt(events.startsAt, now),
        lte(events.allocated, edit.capacity),
      ),
    )
    .returning();
  if (!after) {
    const [current] = await tx.select().from(events).where(eq(events.id, eventId));
    if (current?.cancelledAt) return refuse("cancelled");
    if (before.startsAt.getTime() <= now.getTime()) return refuse("started");
    return refuse("below-allocated", { least: current?.allocated ?? before.allocated });
  }
  if (edit.location !== before.location) {
    const occurrence = newId();
    const holders = await listActiveHolders(tx, eventId);
    await queueMails(
      tx,
      holders.map((holder) => ({
        kind: "location-changed" as const,
        recipient: holder.email,
        occurrence,
        facts: {
          name: holder.name,
          event: eventFacts(after),
          ticketId: holder.ticketId,
          oldLocation: before.location,
        },
        eventId,
        at: now,
      })),
    );
  }
  await sendDueAlerts(tx, after, now);
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.edit",
    subject: eventId,
    details: { capacity: edit.capacity },
    at: now,
  });
  return done(eventId);
}
