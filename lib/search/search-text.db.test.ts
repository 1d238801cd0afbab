import { asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createUser } from "@/tests/harness/factories";
import { containsWords, searchable, searchWords } from "./search-text";

describe("searchable", () => {
  it.each([
    ["Crème Brûlée", "creme brulee"],
    ["STRASSE Straße", "strasse strasse"],
    ["ΟΔΟΣ οδός Οδός", "οδοσ οδοσ οδοσ"],
    ["İSTANBUL Istanbul ıstanbul", "istanbul istanbul istanbul"],
    ["e\u0301 \u00e9", "e e"],
    ["ﬁne ２０３０", "fine 2030"],
    ["  a \n\t b\u00a0c  ", "a b c"],
    ["Ø 日本語 العربية", "ø 日本語 العربية"],
  ])("turns %j into %j", (text, plain) => {
    expect(searchable(text)).toBe(plain);
    expect(searchable(plain)).toBe(plain);
  });
});

describe("searchWords", () => {
  it.each([
    ["", []],
    [" Jazz  JAZZ jazz ", ["jazz"]],
    ["a nigh night at Zürich", ["zurich", "night", "at"]],
    ["% 100%", ["100%"]],
  ])("reduces %j to %j, because these imply the others", (query, words) => {
    expect(searchWords(query)).toEqual(words);
  });
});

describe("containsWords", () => {
  withDatabase();

  const names = [
    "Crème Brûlée night",
    "Straße and Σίσυφος",
    "İstanbul by night",
    "100% proof",
    "100 percent proof",
    "snake_case club",
    "snakexcase club",
    "back\\slash",
    "backslash",
    "O'Brien & Sons <b>",
    "日本語の夜",
  ];

  it.each([
    ["", names],
    ["creme", ["Crème Brûlée night"]],
    ["BRÛLÉE NIGHT", ["Crème Brûlée night"]],
    ["night brulee", ["Crème Brûlée night"]],
    ["strasse", ["Straße and Σίσυφος"]],
    ["STRASSE", ["Straße and Σίσυφος"]],
    ["straße", ["Straße and Σίσυφος"]],
    ["ΣΊΣΥΦΟΣ", ["Straße and Σίσυφος"]],
    ["σισυφος", ["Straße and Σίσυφος"]],
    ["istanbul", ["İstanbul by night"]],
    ["ISTANBUL", ["İstanbul by night"]],
    ["%", ["100% proof"]],
    ["100%", ["100% proof"]],
    ["1%f", []],
    ["_", ["snake_case club"]],
    ["snake_case", ["snake_case club"]],
    ["\\", ["back\\slash"]],
    ["k\\s", ["back\\slash"]],
    ["\\%", []],
    ["o'brien", ["O'Brien & Sons <b>"]],
    ["<b>", ["O'Brien & Sons <b>"]],
    ["'", ["O'Brien & Sons <b>"]],
    ["本語", ["日本語の夜"]],
    ["night nowhere", []],
    ["great", names],
    ["'; drop table events; --", []],
  ])("finds by %j the same on both engines", async (query, expected) => {
    const createdBy = (await createUser({ role: "organiser" })).id;
    for (const name of names) await createEvent({ name, createdBy });
    const found = await reader()
      .select({ name: events.name })
      .from(events)
      .where(sql.join([sql`1 = 1`, ...containsWords(events.searchText, searchWords(query))], sql` and `))
      .orderBy(asc(events.name));
    expect(found.map((row) => row.name).sort()).toEqual([...expected].sort());
  });

  it("finds an edited event by its new name only", async () => {
    const event = await createEvent({ name: "Before" });
    await transaction(async (tx) =>
      tx
        .update(events)
        .set({ searchText: searchable("Åfter") })
        .where(eq(events.id, event.id)),
    );
    const by = (query: string) =>
      reader()
        .select({ id: events.id })
        .from(events)
        .where(containsWords(events.searchText, searchWords(query))[0]);
    expect([await by("before"), await by("AFTER")]).toEqual([[], [{ id: event.id }]]);
  });
});
