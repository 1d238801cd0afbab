import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * Text as search sees it: without case, accents and doubled spaces. What is stored for searching and
 * what people type go through this same function, so both engines find the same.
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

/** What every match contains: the words of a query, without those that others contain, the longest first. */
export function searchWords(query: string): string[] {
  const words = [...new Set(searchable(query).split(" ").filter(Boolean))];
  return words
    .filter((word) => !words.some((other) => other !== word && other.includes(word)))
    .sort((a, b) => b.length - a.length);
}

/** Conditions that every one of `words` occurs in a column of searchable text; `%` and `_` are plain. */
export const containsWords = (column: Column, words: readonly string[]): SQL[] =>
  words.map((word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`);
