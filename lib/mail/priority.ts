import type { QueuedFacts } from "./messages";

/** Which mails go first: the lowest number does. */
export const priorities = {
  /** Somebody waits for it, and its link expires. */
  link: 0,
  ticket: 1,
  rest: 2,
  /** Its recipient kept the mail server from answering: it waits until a connection has nothing else to do. */
  stalled: 3,
} as const;

const byKind: Partial<Record<keyof QueuedFacts, number>> = {
  registration: priorities.link,
  "resend-confirmation": priorities.link,
  "forgot-password": priorities.link,
  "confirm-address": priorities.link,
  "address-already-registered": priorities.link,
  "reset-password": priorities.link,
  ticket: priorities.ticket,
  "ticket-from-waiting-list": priorities.ticket,
};

/** The priority of a mail that has not been tried yet. */
export const priorityOf = (kind: keyof QueuedFacts): number => byKind[kind] ?? priorities.rest;
