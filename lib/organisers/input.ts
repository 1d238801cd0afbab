import { z } from "zod";
import { emailInput } from "@/lib/accounts/input";
import { cursor, rowId, searchWords } from "@/lib/input/text-input";

export const addOrganiserInput = z.object({ eventId: rowId, email: emailInput });

export const organiserInput = z.object({ eventId: rowId, userId: rowId });

export const resendMailInput = z.object({ eventId: rowId, mailId: rowId });

/** What the attendee list understands of its address; anything odd counts as nothing. */
export const attendeeListInput = z.object({ q: searchWords, after: cursor });

/** What the dashboard understands of its address: how far down either of its lists. */
export const dashboardInput = z.object({ ahead: cursor, over: cursor });
