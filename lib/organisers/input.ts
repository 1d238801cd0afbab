import { z } from "zod";
import { emailInput } from "@/lib/accounts/input";
import { textBlock } from "@/lib/actions/text-input";

export const addOrganiserInput = z.object({ eventId: z.string(), email: emailInput });

export const organiserInput = z.object({ eventId: z.string(), userId: z.string() });

export const resendMailInput = z.object({ eventId: z.string(), mailId: z.string() });

/** What the attendee list understands of its address; anything odd counts as nothing. */
export const attendeeListInput = z.object({
  q: textBlock(100).catch(""),
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .catch(1),
});
