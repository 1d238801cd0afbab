import { z } from "zod";
import { rowId, textBlock, textLine } from "@/lib/input/text-input";

/** The form of a message, by the button that was pressed. */
export const messageForm = z.object({
  intent: z.enum(["preview", "send"]).catch("preview"),
  eventId: rowId,
  /** Drawn with the form, so that sending it twice sends one message. */
  messageId: rowId,
  audience: z.enum(["holders", "checked-in", "waiting"], "Choose whom the message is for."),
  subject: textLine(120, "Enter a subject."),
  body: textBlock(5_000).refine((text) => text !== "", "Enter a message."),
});

export type NewMessage = Pick<z.output<typeof messageForm>, "messageId" | "audience" | "subject" | "body">;
