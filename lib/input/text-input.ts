import { z } from "zod";
import { isId } from "@/lib/runtime/ids";
import { isVisible } from "./visible-text";

// Besides control characters: line separators and direction marks, which can disguise text.
const unwanted = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const unwantedExceptBreaks = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const wellFormed = (text: string) => text.isWellFormed();

/** One line of text, trimmed, 1 to `most` characters; `missing` is the message for one that shows nothing. */
export const textLine = (most: number, missing: string) =>
  z
    .string(missing)
    .transform((text) => text.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .refine(isVisible, missing)
        .max(most, `Use at most ${most} characters.`)
        .refine(
          (text) => wellFormed(text) && !unwanted.test(text),
          "Use one line of plain text, without control characters.",
        ),
    );

/** One line of text, trimmed, at most `most` characters; may be missing, and is empty if it shows nothing. */
export const optionalLine = (most: number) =>
  z
    .string()
    .default("")
    .transform((text) => (isVisible(text) ? text : null))
    .pipe(textLine(most, "").nullable())
    .transform((text) => text ?? "");

/** One line of text from somebody who cannot be asked again: what `textLine` refuses is left out or cut off. */
export const keptLine = (most: number) =>
  z
    .string()
    .catch("")
    .transform((text) => {
      const plain = text.normalize("NFC").replaceAll(new RegExp(unwanted, "gu"), " ");
      const cut = plain.trim().slice(0, most).toWellFormed();
      return isVisible(cut) ? cut : "";
    });

/** Text with line breaks, at most `most` characters; may be missing, and is empty if it shows nothing. */
export const textBlock = (most: number) =>
  z
    .string()
    .default("")
    .transform((text) => text.normalize("NFC").replaceAll(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .max(most, `Use at most ${most.toLocaleString("en-GB")} characters.`)
        .refine(
          (text) => wellFormed(text) && !unwantedExceptBreaks.test(text),
          "Use plain text without control characters.",
        ),
    )
    .transform((text) => (isVisible(text) ? text : ""));

/** A whole number in digits, from `least` to `most`. */
export const wholeNumber = (least: number, most: number, problem: string) =>
  z
    .string(problem)
    .trim()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((number) => number >= least && number <= most, problem);

/** The id of a row. An invalid id becomes "", which is treated like any unknown id. */
export const rowId = z.string().refine(isId).catch("");

/** The id of the row before a page of a list; null if missing or invalid. */
export const cursor = rowId.transform((id) => id || null);

/** A search text, cut to 100 characters; empty if invalid. */
export const searchQuery = z
  .string()
  .catch("")
  .transform((text) => textBlock(100).safeParse(text.slice(0, 100).toWellFormed()).data ?? "");
