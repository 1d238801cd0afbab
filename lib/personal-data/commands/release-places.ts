import { and, asc, eq, gt, isNull, notExists, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns, events, tickets, waitingListEntries } from "@/db/schema";
import { isActiveCheckIn } from "@/lib/check-in/queries";
import { done, refuse } from "@/lib/outcome/outcome";
import { voidOwnTicket } from "@/lib/tickets/commands/cancel-ticket";
import { withOwnTicket } from "@/lib/tickets/commands/with-own-ticket";
import { endEntryOf } from "@/lib/waiting-list/commands/end-entries";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";

/** How many events one transaction handles: each may have a waiting list to serve. */
const eventsAtOnce = 20;

/**
 * Cancels the next tickets of somebody for upcoming events, unless they were checked in, and ends their next places
 * on waiting lists; mails nobody but those who get the spaces. The value is whether there may be more, and whether the
 * public sees a change, which the caller counts. Refuses `busy` when a ticket was checked in meanwhile.
 */
export async function releasePlaces(
  tx: Db,
  { userId, now, atOnce = eventsAtOnce }: { userId: string; now: Date; atOnce?: number },
) {
  const checkedIn = tx
    .select({ one: sql`1` })
    .from(checkIns)
    .where(and(eq(checkIns.ticketId, tickets.id), isActiveCheckIn));
  const held = await tx
    .select({ id: tickets.id })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(
      and(
        eq(tickets.holderId, userId),
        isNull(tickets.voidedAt),
        isNull(events.cancelledAt),
        gt(events.startsAt, now),
        notExists(checkedIn),
      ),
    )
    // Events are locked in one order.
    .orderBy(asc(tickets.eventId))
    .limit(atOnce);
  let isPublicChange = false;
  for (const { id } of held) {
    const outcome = await withOwnTicket(id, { id: userId }, (tx, ticket) =>
      voidOwnTicket(tx, { ticket, now }),
    )(tx);
    if (!outcome.ok) return refuse("busy");
    isPublicChange ||= outcome.value?.isPublicChange ?? false;
  }
  const waiting = await tx
    .select({ eventId: waitingListEntries.eventId })
    .from(waitingListEntries)
    .where(and(eq(waitingListEntries.userId, userId), isNull(waitingListEntries.endedAt)))
    .orderBy(asc(waitingListEntries.eventId))
    .limit(atOnce);
  for (const { eventId } of waiting) {
    await lockEvent(tx, eventId);
    await endEntryOf(tx, { eventId, userId, because: "left", now });
  }
  return done({ hasMore: held.length === atOnce || waiting.length === atOnce, isPublicChange });
}
