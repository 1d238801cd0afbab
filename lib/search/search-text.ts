import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * Text for searching: in lower case, without accents and repeated spaces. Stored texts and queries are both
 * normalised by this function, so both engines find the same.
 */
export function searchable(text: string): string {
  return text
    .normalize("NFKD")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ς", "σ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The words of a query, longest first, without words that are part of another. */
export function searchWords(query: string): string[] {
  const words = [...new Set(searchable(query).split(" ").filter(Boolean))];
  return words
    .filter((word) => !words.some((other) => other !== word && other.includes(word)))
    .sort((a, b) => b.length - a.length);
}

/** A condition for each of `words` that it occurs in the column; `%` and `_` are plain characters. */
export const containsWords = (column: Column, words: readonly string[]): SQL[] =>
  words.map((word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`);
