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

/** `at` is when the mailing was due, not this batch of it: the dates of its mails tell nobody how many there are. */
type Batch<Facts> = { event: EventRow; facts: Facts; at: Date };

export type MailingKind<Facts> = {
  /** Who gets it: those who belong to it when their batch is expanded. */
  audience: (facts: Facts) => Audience;
  /** Whether nobody needs it any more. */
  isOver?: (event: EventRow, now: Date) => boolean;
  /** When it is due; by default when it is queued. */
  dueAt?: (event: { startsAt: Date }) => Date;
  /** Whether a new one replaces one of the same event that is not done yet. */
  restarts?: true;
  /** Queues the mails to some people. */
  queue: (tx: Db, people: Person[], batch: Batch<Facts>) => Promise<void>;
};

/** When the holders of an event's tickets are reminded: 24 hours before its start. */
export const reminderTime = ({ startsAt }: { startsAt: Date }) =>
  new Date(startsAt.getTime() - 24 * 3_600_000);

const isCancelled = ({ cancelledAt }: EventRow) => cancelledAt !== null;

export const mailingKinds: { [Name in MailingName]: MailingKind<MailingFacts[Name]> } = {
  "event-cancelled": {
    audience: () => "holders",
    queue: (tx, people, { event, at }) =>
      queueMails(
        tx,
        people.map(({ name, email }) => ({
          kind: "event-cancelled" as const,
          recipient: email,
          dedupeKey: event.id,
          facts: { name, event: eventFacts(event), reason: event.cancelReason },
          eventId: event.id,
          at,
        })),
      ),
  },
  "location-changed": {
    audience: () => "holders",
    isOver: isCancelled,
    restarts: true,
    queue: (tx, people, { event, facts, at }) =>
      queueNewLocation(tx, people.filter(hasTicket), { event, oldLocation: facts.oldLocation, at }),
  },
  reminder: {
    audience: () => "holders",
    isOver: (event, now) => isCancelled(event) || event.startsAt <= now,
    dueAt: reminderTime,
    queue: (tx, people, { event, at }) =>
      queueMails(
        tx,
        people.filter(hasTicket).map(({ name, email, ticketId }) => ({
          kind: "reminder" as const,
          recipient: email,
          dedupeKey: event.id,
          facts: { name, event: eventFacts(event), ticketId },
          eventId: event.id,
          at,
        })),
      ),
  },
  message: {
    audience: (facts) => facts.audience,
    isOver: isCancelled,
    queue: (tx, people, { event, facts, at }) =>
      queueMails(
        tx,
        people.map(({ name, email, ticketId }) => ({
          kind: "message" as const,
          recipient: email,
          dedupeKey: facts.messageId,
          facts: { name, event: eventFacts(event), ...facts, ticketId },
          eventId: event.id,
          at,
        })),
      ),
  },
};

const hasTicket = (person: Person): person is Person & { ticketId: string } => person.ticketId !== null;
