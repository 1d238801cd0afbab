import { z } from "zod";
import { emailInput } from "@/lib/accounts/input";
import { rowId, searchWords } from "@/lib/actions/text-input";

export const addOrganiserInput = z.object({ eventId: rowId, email: emailInput });

export const organiserInput = z.object({ eventId: rowId, userId: rowId });

export const resendMailInput = z.object({ eventId: rowId, mailId: rowId });

/** What the attendee list understands of its address; anything odd counts as nothing. */
export const attendeeListInput = z.object({
  q: searchWords,
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .catch(1),
});
