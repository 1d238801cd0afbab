import { z } from "zod";

export const requestTicketInput = z.object({ eventId: z.string() });

export const cancelTicketInput = z.object({ ticketId: z.string() });
