import { z } from "zod";
import { rowId } from "@/lib/input/text-input";

export const resendMailInput = z.object({ eventId: rowId, mailId: rowId });
