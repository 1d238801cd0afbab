import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, outbox, tickets, users } from "@/db/schema";
import { eventFacts } from "./event-facts";
import type { QueuedFacts } from "./messages";
import type { OutboxRow } from "./outbox";

/** The mails that tell of the event as it is when they are sent. */
const refreshed: string[] = ["location-changed", "reminder", "message"] satisfies (keyof QueuedFacts)[];

/** A leased mail with what the rows say now, if that can have changed since the mail was queued. */
export async function refreshFacts(tx: Db, leased: OutboxRow): Promise<OutboxRow> {
  if (!refreshed.includes(leased.kind) || !leased.eventId) return leased;
  const [event] = await tx.select().from(events).where(eq(events.id, leased.eventId));
  if (!event) return leased;
  const queued = JSON.parse(leased.facts) as { ticketId: string | null };
  // A mail about a new location is about the ticket that it was queued for.
  const mayReplace = leased.kind !== "location-changed" && queued.ticketId !== null;
  const current = mayReplace ? await findTicketOf(tx, leased.recipient, event.id) : undefined;
  const facts = JSON.stringify({
    ...queued,
    event: eventFacts(event),
    // Somebody who cancelled a ticket may have another one by now.
    ...(current && { ticketId: current.id }),
  });
  await tx.update(outbox).set({ facts }).where(eq(outbox.id, leased.id));
  return { ...leased, facts };
}

async function findTicketOf(tx: Db, email: string, eventId: string) {
  const [ticket] = await tx
    .select({ id: tickets.id })
    .from(users)
    .innerJoin(tickets, eq(tickets.holderId, users.id))
    .where(and(eq(users.email, email), eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  return ticket;
}
