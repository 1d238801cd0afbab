import { z } from "zod";
import { emailInput } from "@/lib/auth/input";
import { rowId } from "@/lib/input/text-input";

export const addOrganiserInput = z.object({ eventId: rowId, email: emailInput });

export const organiserInput = z.object({ eventId: rowId, userId: rowId });
