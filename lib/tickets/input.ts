import { z } from "zod";
import { cursor, rowId, searchWords } from "@/lib/input/text-input";

export const requestTicketInput = z.object({ eventId: rowId });

export const cancelTicketInput = z.object({ ticketId: rowId });

/** What *My tickets* understands of its address: how far down either of its lists. */
export const ticketListInput = z.object({ ahead: cursor, over: cursor });

/** What the attendee list understands of its address; anything odd counts as nothing. */
export const attendeeListInput = z.object({ q: searchWords, after: cursor });
