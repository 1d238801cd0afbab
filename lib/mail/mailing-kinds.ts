import type { Db } from "@/db/client";
import type { events } from "@/db/schema";
import type { Audience, Person } from "./audiences";
import { eventFacts } from "./event-facts";
import { queueNewLocation } from "./new-location";
import { queueMails } from "./outbox";

type EventRow = typeof events.$inferSelect;

/** What a mailing says that its event's row does not. A kind that is not here yet is never queued. */
export type MailingFacts = {
  "event-cancelled": Record<string, never>;
  "location-changed": { oldLocation: string };
  reminder: Record<string, never>;
  message: { messageId: string; audience: Audience };
};

export type MailingName = keyof MailingFacts;

type Batch<Facts> = { event: EventRow; facts: Facts; now: Date };

export type MailingKind<Facts> = {
  /** Who gets it: those who belong to it when their batch is expanded. */
  audience: (facts: Facts) => Audience;
  /** Whether nobody needs it any more. */
  isOver?: (event: EventRow, now: Date) => boolean;
  /** Whether a new one replaces one of the same event that is not done yet. */
  restarts?: true;
  /** Queues the mails to some people. */
  queue: (tx: Db, people: Person[], batch: Batch<Facts>) => Promise<void>;
};

const isCancelled = ({ cancelledAt }: EventRow) => cancelledAt !== null;

export const mailingKinds: { [Name in MailingName]: MailingKind<MailingFacts[Name]> } = {
  "event-cancelled": {
    audience: () => "holders",
    queue: (tx, people, { event, now }) =>
      queueMails(
        tx,
        people.map(({ name, email }) => ({
          kind: "event-cancelled" as const,
          recipient: email,
          dedupeKey: event.id,
          facts: { name, event: eventFacts(event), reason: event.cancelReason },
          eventId: event.id,
          at: now,
        })),
      ),
  },
  "location-changed": {
    audience: () => "holders",
    isOver: isCancelled,
    restarts: true,
    queue: (tx, people, { event, facts, now }) =>
      queueNewLocation(tx, people.filter(hasTicket), { event, oldLocation: facts.oldLocation, now }),
  },
  reminder: {
    audience: () => "holders",
    isOver: (event, now) => isCancelled(event) || event.startsAt <= now,
    queue: (tx, people, { event, now }) =>
      queueMails(
        tx,
        people.filter(hasTicket).map(({ name, email, ticketId }) => ({
          kind: "reminder" as const,
          recipient: email,
          dedupeKey: event.id,
          facts: { name, event: eventFacts(event), ticketId },
          eventId: event.id,
          at: now,
        })),
      ),
  },
  message: {
    audience: (facts) => facts.audience,
    isOver: isCancelled,
    queue: (tx, people, { event, facts, now }) =>
      queueMails(
        tx,
        people.map(({ name, email, ticketId }) => ({
          kind: "message" as const,
          recipient: email,
          dedupeKey: facts.messageId,
          facts: { name, event: eventFacts(event), ...facts, ticketId },
          eventId: event.id,
          at: now,
        })),
      ),
  },
};

const hasTicket = (person: Person): person is Person & { ticketId: string } => person.ticketId !== null;
