/**
 * What a mail about an event says of it, frozen when the mail was queued, or when it was sent if it is about a new
 * location. Never a capacity.
 */
export type EventFacts = {
  id: string;
  name: string;
  description: string;
  location: string;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
  /** IANA zone that the times are shown in. */
  timeZone: string;
  /** SEQUENCE and stamp of calendar files; they change with public edits only. */
  revision: number;
  updatedAt: string;
};

/** The facts of each kind of mail; `name` is the recipient's. Links are built when it is sent. */
export type MailFacts = {
  "confirm-address": { name: string; role: "attendee" | "organiser"; tokenId: string };
  "address-already-registered": { name: string };
  "reset-password": { name: string; tokenId: string };
  "password-changed": { name: string; how: "reset" | "changed" };
  ticket: { name: string; event: EventFacts; ticketId: string; code: string };
  "ticket-cancelled": { name: string; event: EventFacts; ticketId: string };
  "event-cancelled": { name: string; event: EventFacts; reason: string | null };
  "location-changed": { name: string; event: EventFacts; ticketId: string; oldLocation: string };
  "near-capacity": { name: string; event: EventFacts; left: number; capacity: number };
  full: { name: string; event: EventFacts; capacity: number };
  promoted: { name: string; event: EventFacts; by: string };
  demoted: { name: string; event: EventFacts; by: string };
};

export type MailKind = keyof MailFacts;

/** One mail of any kind, as it is read back from the outbox. */
export type MailMessage = { [Kind in MailKind]: { kind: Kind; facts: MailFacts[Kind] } }[MailKind];
