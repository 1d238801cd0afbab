import { z } from "zod";
import { cursor, rowId } from "@/lib/input/text-input";
import { untilChoices } from "./until";

export const joinWaitingListInput = z.object({
  eventId: rowId,
  until: z.enum(untilChoices, { error: "Choose how long you want to wait." }),
});

export const leaveWaitingListInput = z.object({ eventId: rowId });

export const removeFromWaitingListInput = z.object({ eventId: rowId, entryId: rowId });

/** The query string of an event's waiting list: the cursor of its page. */
export const waitingListInput = z.object({ waiting: cursor });
