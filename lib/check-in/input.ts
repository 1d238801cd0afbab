import { z } from "zod";
import { keptLine, optionalLine, rowId, searchQuery, textLine } from "@/lib/input/text-input";
import { isId } from "@/lib/runtime/ids";
import { maxSync } from "./limits";
import { organisersDoor } from "./organisers-door";
import { maxScanLength } from "./read-code";

const missingCode = "Enter the code of a ticket: 16 letters and digits.";

/** What was typed or scanned, as it is: `readCode` reads it, and says no to what is not a code. */
const typedCode = z
  .string(missingCode)
  .max(maxScanLength, "This is far too long for a ticket code, which has 16 letters and digits.")
  .refine((text) => text.trim() !== "", missingCode);

const nonce = z.string().refine(isId);

/** An organiser's form names the event; that of a pass, the pass. */
const eventDoor = { eventId: rowId };
const passDoor = { pass: z.string().max(100).catch("") };

/** Without JavaScript the page draws the nonce. */
const scan = { code: typedCode, nonce };

export const scanAtEventInput = z.object({
  ...eventDoor,
  nonce,
  q: searchQuery,
  /** From the search by name; otherwise there is a code. */
  ticketId: rowId,
  code: typedCode.optional(),
  reason: optionalLine(200),
});
export const scanWithPassInput = z.object({ ...passDoor, ...scan });

export const undoAtEventInput = z.object({
  ...eventDoor,
  nonce,
  /** From the search by name. */
  q: searchQuery,
  reason: optionalLine(200),
});
export const undoWithPassInput = z.object({ ...passDoor, nonce });

export const makeDoorPassInput = z.object({
  ...eventDoor,
  door: textLine(60, "Enter a name for the door, such as North entrance.").refine(
    (name) => name.toLowerCase() !== organisersDoor.toLowerCase(),
    "The organisers’ own door has this name. Choose another one.",
  ),
});

export const withdrawDoorPassInput = z.object({ ...eventDoor, passId: rowId });

export const settleCheckInInput = z.object({
  ...eventDoor,
  checkInId: rowId,
  intent: z.enum(["accept", "dismiss"]).catch("dismiss"),
});

/** The query string of an organiser's door. */
export const doorPageInput = z.object({ q: searchQuery, scan: rowId });

const instant = z.iso.datetime().transform((text) => new Date(text));

/** In what a scanner sends, no reason may hold up the tickets. */
const sentReason = keptLine(200);

/** What the scanner sends for one ticket. */
export const scanMessage = z.object({ ...scan, reason: sentReason });

/** What a door did without a network, in order; times are of its own clock. */
export const syncMessage = z.object({
  sentAt: instant,
  done: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("check-in"), nonce, ticketId: rowId, at: instant }),
        z.object({ kind: z.literal("undo"), nonce, at: instant, reason: sentReason }),
      ]),
    )
    .max(maxSync),
});

export type DoneOffline = z.output<typeof syncMessage>["done"][number];
