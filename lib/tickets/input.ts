import { z } from "zod";
import { cursor, rowId } from "@/lib/input/text-input";

export const cancelTicketInput = z.object({ ticketId: rowId });

/** What *My tickets* understands of its address: how far down either of its lists. */
export const ticketListInput = z.object({ ahead: cursor, over: cursor });
