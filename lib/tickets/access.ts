import type { Actor } from "@/lib/events/access";

/** Only its holder, not even the event's organisers. */
export const maySeeTicket = (actor: Pick<Actor, "id"> | null, ticket: { holderId: string | null }) =>
  actor !== null && actor.id === ticket.holderId;
