import { z } from "zod";
import { cursor, rowId, searchQuery, textLine } from "@/lib/input/text-input";

export const requestTicketInput = z.object({ eventId: rowId });

export const cancelTicketInput = z.object({ ticketId: rowId });

/** The query string of *My tickets*: a cursor for each of its lists. */
export const ticketListInput = z.object({ upcoming: cursor, past: cursor });

/** An event's attendees: which, in what order, from where. */
export const attendeeListInput = z.object({
  q: searchQuery,
  show: z.enum(["holding", "checked-in", "void"]).catch("holding"),
  sort: z.enum(["requested", "name"]).catch("requested"),
  after: cursor,
});

export type AttendeeListInput = z.output<typeof attendeeListInput>;

export const takeBackInput = z.object({
  eventId: rowId,
  ticketId: rowId,
  reason: textLine(500, "Say why, as they are emailed it."),
});

/** The query string that asks whether a ticket is to be taken back: the ticket's id. */
export const takingBackInput = z.object({ "take-back": cursor });
