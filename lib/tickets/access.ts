import type { Actor } from "@/lib/events/access";

/** Tickets are for attendee accounts, also for those promoted for this very event. */
export const mayHoldTickets = (actor: Actor | null) => actor?.role === "attendee";

/** A ticket is its holder's alone, organisers of the event included. */
export const maySeeTicket = (actor: Pick<Actor, "id"> | null, ticket: { holderId: string }) =>
  actor !== null && actor.id === ticket.holderId;
