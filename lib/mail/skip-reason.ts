import { and, eq, isNull } from "drizzle-orm";
import { reader } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { isAmong } from "./audiences";
import type { MailMessage } from "./messages";

/** Why a mail that is due has nothing left to say to its recipient, or null. */
export async function skipReason(
  recipient: string,
  { kind, facts }: MailMessage,
  now: Date,
): Promise<string | null> {
  switch (kind) {
    case "near-capacity":
    case "full":
      return (await isOrganiser(recipient, facts.event.id))
        ? null
        : "Its recipient no longer organises the event.";
    case "location-changed":
      return (await isActive(facts.ticketId)) ? null : "The ticket is no longer valid.";
    case "reminder":
      if (new Date(facts.event.startsAt) <= now) return "The event has started.";
      if (!(await wantsReminders(recipient))) return "Its recipient has turned reminders off.";
      return (await isActive(facts.ticketId)) ? null : "The ticket is no longer valid.";
    case "message": {
      const { audience, event } = facts;
      if (await isCancelled(event.id)) return "The event was cancelled.";
      return (await isAmong(reader(), { audience, eventId: event.id, email: recipient, now }))
        ? null
        : "Its recipient no longer belongs to the people whom the message is for.";
    }
    default:
      return null;
  }
}

async function isOrganiser(email: string, eventId: string): Promise<boolean> {
  const [organiser] = await reader()
    .select({ id: users.id })
    .from(users)
    .innerJoin(eventOrganisers, eq(eventOrganisers.userId, users.id))
    .where(and(eq(users.email, email), eq(eventOrganisers.eventId, eventId)));
  return organiser !== undefined;
}

async function wantsReminders(email: string): Promise<boolean> {
  const [user] = await reader()
    .select({ reminders: users.reminders })
    .from(users)
    .where(eq(users.email, email));
  return user?.reminders ?? false;
}

async function isCancelled(eventId: string): Promise<boolean> {
  const [event] = await reader()
    .select({ cancelledAt: events.cancelledAt })
    .from(events)
    .where(eq(events.id, eventId));
  return event?.cancelledAt != null;
}

async function isActive(ticketId: string): Promise<boolean> {
  const [ticket] = await reader()
    .select({ id: tickets.id })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(and(eq(tickets.id, ticketId), isNull(tickets.voidedAt), isNull(events.cancelledAt)));
  return ticket !== undefined;
}
