import type { EventFacts, MailFacts, MailMessage } from "@/lib/mail/messages";

/** An event with special characters. */
export const awkwardEvent: EventFacts = {
  id: "0123456789abcdefghjk",
  name: "O'Brien & Sons <b>",
  description: "First; second, third\nA new line",
  location: "Hall 2, O'Connell Street; Dublin",
  host: 'Byrne, Mac "Mick" \\ Co; Ltd',
  startsAt: "2030-02-01T18:00:00.000Z",
  endsAt: "2030-02-01T19:30:00.000Z",
  timeZone: "Europe/London",
  revision: 3,
  updatedAt: "2030-01-01T10:00:00.000Z",
};

const name = "Ada O'Neil & Co <i>";
const event = awkwardEvent;
const ticketId = "ticket0000000000000a";

/** Facts of every kind of mail. */
export const sampleFacts: MailFacts = {
  "confirm-address": { role: "organiser", tokenId: "token000000000000000", next: null },
  "address-already-registered": { name },
  "reset-password": { name, tokenId: "token000000000000000" },
  "password-changed": { name, how: "reset" },
  "two-step-changed": { name, what: "code-used", codesLeft: 9 },
  "passkey-changed": { name, passkey: "Phone & <key>", what: "added" },
  "account-deleted": { name },
  ticket: { name, event, ticketId, code: "0123456789ABCDEF" },
  "ticket-from-waiting-list": { name, event, ticketId, code: "0123456789ABCDEF" },
  "ticket-taken-back": { name, event, ticketId, reason: "You <told> us & cannot come." },
  "waiting-list-joined": { name, event, until: "2030-02-01T16:00:00.000Z" },
  "waiting-list-closed": { name, event, why: "cancelled", reason: "The hall is flooded & <closed>." },
  "ticket-cancelled": { name, event, ticketId },
  "event-cancelled": { name, event, reason: "The hall is flooded & <closed>." },
  "location-changed": { name, event, ticketId, oldLocation: "Town Hall <old>" },
  reminder: { name, event, ticketId },
  message: {
    ...{ name, event, ticketId, messageId: "message0000000000000", audience: "holders" },
    subject: "Doors open at <six>",
    body: "Please bring a coat & <scarf>.\nIt will be cold.\n\nSee you at O'Connell Street!",
  },
  "near-capacity": { name, event, left: 3, capacity: 100 },
  full: { name, event, capacity: 100 },
  promoted: { name, event, by: "Grace Hopper" },
  demoted: { name, event, by: "Grace Hopper" },
};

/** One message of every kind. */
export const sampleMessages = Object.entries(sampleFacts).map(
  ([kind, facts]) => ({ kind, facts }) as MailMessage,
);
