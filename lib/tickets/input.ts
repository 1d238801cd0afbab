import { z } from "zod";
import { cursor, rowId, searchQuery } from "@/lib/input/text-input";

export const requestTicketInput = z.object({ eventId: rowId });

export const cancelTicketInput = z.object({ ticketId: rowId });

/** The query string of *My tickets*: a cursor for each of its lists. */
export const ticketListInput = z.object({ upcoming: cursor, past: cursor });

export const attendeeListInput = z.object({ q: searchQuery, after: cursor });
