import { z } from "zod";
import { rowId } from "@/lib/actions/text-input";

export const requestTicketInput = z.object({ eventId: rowId });

export const cancelTicketInput = z.object({ ticketId: rowId });
