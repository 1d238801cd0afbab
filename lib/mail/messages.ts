import type { Audience } from "./audiences";

/**
 * What a mail about an event says of it, frozen when the mail was queued, or when it was sent if it is one of
 * refresh-facts.ts. Never a capacity.
 */
export type EventFacts = {
  id: string;
  name: string;
  /** The beginning of it, as Markdown. */
  description: string;
  location: string;
  /** Missing in mails that an earlier version queued. */
  host?: string;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
  /** IANA zone that the times are shown in. */
  timeZone: string;
  /** SEQUENCE and stamp of calendar files; they change with public edits only. */
  revision: number;
  updatedAt: string;
};

/**
 * The facts of each kind of mail; `name` is the recipient's, and only ever that of an account: anybody can
 * register any name with any address. Links are built when it is sent.
 */
export type MailFacts = {
  "confirm-address": { role: "attendee" | "organiser"; tokenId: string; next: string | null };
  "address-already-registered": { name: string };
  "reset-password": { name: string; tokenId: string };
  "password-changed": { name: string; how: "reset" | "changed" };
  "two-step-changed": {
    name: string;
    what: "on" | "off" | "codes-renewed" | "code-used";
    /** Recovery codes that were not used yet. */
    codesLeft: number;
  };
  "passkey-changed": { name: string; passkey: string; what: "added" | "removed" };
  "account-deleted": { name: string };
  ticket: { name: string; event: EventFacts; ticketId: string; code: string };
  "ticket-cancelled": { name: string; event: EventFacts; ticketId: string };
  "event-cancelled": { name: string; event: EventFacts; reason: string | null };
  "location-changed": { name: string; event: EventFacts; ticketId: string; oldLocation: string };
  "ticket-taken-back": { name: string; event: EventFacts; ticketId: string; reason: string };
  "waiting-list-joined": { name: string; event: EventFacts; until: string };
  "ticket-from-waiting-list": MailFacts["ticket"];
  "waiting-list-closed": {
    name: string;
    event: EventFacts;
    why: "cancelled" | "expired" | "removed";
    /** Of the cancellation. */
    reason: string | null;
  };
  reminder: { name: string; event: EventFacts; ticketId: string };
  message: StoredMessage & { subject: string; body: string };
  "near-capacity": { name: string; event: EventFacts; left: number; capacity: number };
  full: { name: string; event: EventFacts; capacity: number };
  promoted: { name: string; event: EventFacts; by: string };
  demoted: { name: string; event: EventFacts; by: string };
};

/** A message of organisers as the outbox stores it, without its words; `ticketId` is null on the waiting list. */
type StoredMessage = {
  name: string;
  event: EventFacts;
  messageId: string;
  audience: Audience;
  ticketId: string | null;
};

export type MailKind = keyof MailFacts;

/** The kinds that are about an event: their rows have its id. */
export type EventMailKind = {
  [Kind in MailKind]: MailFacts[Kind] extends { event: EventFacts } ? Kind : never;
}[MailKind];

/** One mail of any kind, as it is read back from the outbox. */
export type MailMessage = { [Kind in MailKind]: { kind: Kind; facts: MailFacts[Kind] } }[MailKind];

/**
 * Requests for a mail to an address with or without an account. They are queued alike; the worker decides
 * which message goes out, if any: see account-mail.ts.
 */
type MailRequests = {
  registration: { registrationId: string };
  "resend-confirmation": { next: string | null };
  "forgot-password": { resetId: string; next: string | null };
};

export type QueuedFacts = Omit<MailFacts, "message"> & { message: StoredMessage } & MailRequests;

/** A row of the outbox: a mail or a request for one. */
export type QueuedMessage = {
  [Kind in keyof QueuedFacts]: { kind: Kind; facts: QueuedFacts[Kind] };
}[keyof QueuedFacts];

export type MailRequest = Extract<QueuedMessage, { kind: keyof MailRequests }>;

const requests: Record<keyof MailRequests, true> = {
  registration: true,
  "resend-confirmation": true,
  "forgot-password": true,
};

export const requestKinds = Object.keys(requests);

const ofKinds: Record<keyof QueuedFacts, true> = {
  ...requests,
  "confirm-address": true,
  "address-already-registered": true,
  "reset-password": true,
  "password-changed": true,
  "two-step-changed": true,
  "passkey-changed": true,
  "account-deleted": true,
  ticket: true,
  "ticket-cancelled": true,
  "event-cancelled": true,
  "location-changed": true,
  "ticket-taken-back": true,
  "waiting-list-joined": true,
  "ticket-from-waiting-list": true,
  "waiting-list-closed": true,
  reminder: true,
  message: true,
  "near-capacity": true,
  full: true,
  promoted: true,
  demoted: true,
};

/** Every kind of row of the outbox. */
export const mailKinds = Object.keys(ofKinds);

/** What the outbox stores of a mail. Only `queueMail` writes there, so kind and facts fit. */
export const readQueued = ({ kind, facts }: { kind: string; facts: string }) =>
  ({ kind, facts: JSON.parse(facts) }) as QueuedMessage;
