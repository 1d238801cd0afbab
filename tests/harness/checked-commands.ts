import type { Db } from "@/db/client";
import type { ManagedEventId } from "@/lib/access/checked";
import { type Door, type DoorKeeper, withDoor } from "@/lib/check-in/commands/find-door";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import type { Outcome } from "@/lib/outcome/outcome";
import { type OwnTicketRow, withOwnTicket } from "@/lib/tickets/commands/with-own-ticket";

// Commands as actions call them: by ids, with the check of access.

type Command<Given, Value, Reason extends string> = (tx: Db, given: Given) => Promise<Outcome<Value, Reason>>;

/** A command on an event, for whoever manages it. */
export const managed =
  <Given extends { actor: { id: string } }, Value, Reason extends string>(
    command: Command<Given, Value, Reason>,
  ) =>
  (
    tx: Db,
    { eventId, ...given }: Omit<Given, "event" | "eventId"> & { eventId: string; actor: { id: string } },
  ) =>
    withManagedEvent(eventId, given.actor, (_tx, event) =>
      command(tx, { ...given, event, eventId: event.id } as unknown as Given),
    )(tx);

/** A command at a door, for its keeper. */
export const atDoor =
  <Given extends { door: Door; now: Date }, Value, Reason extends string>(
    command: Command<Given, Value, Reason>,
  ) =>
  (tx: Db, { keeper, ...given }: Omit<Given, "door"> & { keeper: DoorKeeper; now: Date }) =>
    withDoor(keeper, given.now, (_tx, door) => command(tx, { ...given, door } as unknown as Given))(tx);

/** A command on a ticket, for its holder. */
export const ofHolder =
  <Given extends { ticket: OwnTicketRow; holder: { id: string } }, Value, Reason extends string>(
    command: Command<Given, Value, Reason>,
  ) =>
  (tx: Db, { ticketId, ...given }: Omit<Given, "ticket"> & { ticketId: string; holder: { id: string } }) =>
    withOwnTicket(ticketId, given.holder, (_tx, ticket) =>
      command(tx, { ...given, ticket } as unknown as Given),
    )(tx);

/** An id for queries that organisers alone may make, without the check. */
export const managedId = (eventId: string) => eventId as ManagedEventId;
