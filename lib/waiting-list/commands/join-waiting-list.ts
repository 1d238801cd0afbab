import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, tickets, waitingListEntries } from "@/db/schema";
import { mayHoldTickets } from "@/lib/accounts/access";
import { recordAudit } from "@/lib/audit/audit-log";
import { isFull } from "@/lib/availability/availability";
import { isExcluded } from "@/lib/exclusions/queries";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { isWaiting } from "../queries";
import { type UntilChoice, untilTime } from "../until";
import { endEntries } from "./end-entries";

export type WaitingPerson = { id: string; role: "attendee" | "organiser"; name: string; email: string };

/**
 * Puts an attendee at the end of the waiting list of an upcoming event that is full, and mails them. The value is the
 * id of the ticket of somebody who has one already, else null. Who waits already stays where they are, without another
 * mail. Refuses `attendees-only`, `not-found`, `cancelled`, `started`, `excluded`, `not-full`, `until-passed`, and
 * `limited` with the `seconds` to wait.
 */
export async function joinWaitingList(
  tx: Db,
  { person, eventId, until, now }: { person: WaitingPerson; eventId: string; until: UntilChoice; now: Date },
) {
  if (!mayHoldTickets(person)) return refuse("attendees-only");
  // This takes the next place, and locks the event's row until the commit.
  const [event] = await tx
    .update(events)
    .set({ waitingPlaces: sql`${events.waitingPlaces} + 1` })
    .where(and(eq(events.id, eventId), isNull(events.cancelledAt), gt(events.startsAt, now)))
    .returning();
  if (!event) return refuse(await reasonAgainst(tx, eventId));
  const [ticket] = await tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.eventId, eventId), eq(tickets.holderId, person.id), isNull(tickets.voidedAt)));
  if (ticket) return done(ticket.id);
  const [waiting] = await tx.select().from(waitingListEntries).where(isWaiting(eventId, person.id));
  if (waiting && waiting.until.getTime() > now.getTime()) return done(null);
  if (await isExcluded(tx, eventId, person.id)) return refuse("excluded");
  if (!isFull(event)) return refuse("not-full");
  const untilAt = untilTime(until, event.startsAt);
  if (untilAt.getTime() <= now.getTime()) return refuse("until-passed");
  const seconds = await consume(tx, "waiting-list-mail", person.id, now);
  if (seconds > 0) return refuse("limited", { seconds });

  // The worker has not seen yet that it expired.
  if (waiting) await endEntries(tx, [waiting], "expired", now);
  const id = newId();
  await tx.insert(waitingListEntries).values({
    ...{ id, eventId, userId: person.id },
    ...{ place: event.waitingPlaces, joinedAt: now, until: untilAt },
  });
  await queueMail(tx, {
    kind: "waiting-list-joined",
    recipient: person.email,
    dedupeKey: id,
    facts: { name: person.name, event: eventFacts(event), until: untilAt.toISOString() },
    eventId,
    at: now,
  });
  await recordAudit(tx, {
    actorId: person.id,
    action: "waiting-list.join",
    subject: eventId,
    details: { entry: id },
    at: now,
  });
  return done(null);
}

async function reasonAgainst(tx: Db, eventId: string): Promise<"not-found" | "cancelled" | "started"> {
  const [event] = await tx
    .select({ cancelledAt: events.cancelledAt })
    .from(events)
    .where(eq(events.id, eventId));
  if (!event) return "not-found";
  return event.cancelledAt ? "cancelled" : "started";
}
