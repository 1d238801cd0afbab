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

/** Conditions that every word of `query` occurs in a column of searchable text; `%` and `_` are plain. */
export function containsWords(column: Column, query: string): SQL[] {
  return searchable(query)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`);
}
