import { z } from "zod";
import { isId } from "@/lib/runtime/ids";

// Line and paragraph separators and the marks that reorder text can make one thing look like another.
const unwanted = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const unwantedButBreaks = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

// Zero-width characters alone would make a name that nobody sees.
const visible = /[^\p{C}\p{Z}]/u;

const wellFormed = (text: string) => text.isWellFormed();

/** One line of text, 1 to `most` characters once trimmed; `missing` is what to say when it is empty. */
export const textLine = (most: number, missing: string) =>
  z
    .string(missing)
    .transform((text) => text.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .refine((text) => visible.test(text), missing)
        .max(most, `Use at most ${most} characters.`)
        .refine(
          (text) => wellFormed(text) && !unwanted.test(text),
          "Use one line of plain text, without control characters.",
        ),
    );

/** Optional text with line breaks, at most `most` characters; a missing field counts as empty. */
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
          (text) => wellFormed(text) && !unwantedButBreaks.test(text),
          "Use plain text without control characters.",
        ),
    );

/** A whole number typed as digits, from `least` to `most`. */
export const wholeNumber = (least: number, most: number, problem: string) =>
  z
    .string(problem)
    .trim()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((number) => number >= least && number <= most, problem);

/** The id of a row. What cannot be one becomes "", which is nobody's: it is answered like any unknown id. */
export const rowId = z.string().refine(isId).catch("");

/** The row that a page of a list begins after; anything odd counts as none. */
export const cursor = rowId.transform((id) => id || null);

/** The text of a search: anything odd counts as empty, and a long one is cut to 100 characters. */
export const searchQuery = z
  .string()
  .catch("")
  .transform((text) => textBlock(100).safeParse(text.slice(0, 100).toWellFormed()).data ?? "");
