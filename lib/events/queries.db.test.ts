import { beforeEach, describe, expect, it } from "vitest";
import { fill } from "@/bench/fill";
import { reader } from "@/db/client";
import { events } from "@/db/schema";
import { searchable } from "@/lib/search/search-text";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createUser, type EventRow, testNow } from "@/tests/harness/factories";
import { openRows } from "@/tests/harness/rows";
import { type EventFilter, findPublicEvent, listEventDates, listUpcomingEvents, pageSize } from "./queries";

const database = withDatabase();

const list = (filter: Partial<EventFilter> = {}) =>
  listUpcomingEvents({ q: "", page: 1, ...filter }, testNow);
const names = async (filter: Partial<EventFilter> = {}) =>
  (await list(filter)).events.map((event) => event.name);
const at = (iso: string) => ({ startsAt: new Date(iso) });

/** Every key within a value, at any depth. */
function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

const secret = /capacity|allocated|voided|alert|createdBy|updatedAt|revision|searchText/i;

describe("the public list", () => {
  it("shows upcoming events, soonest first, then by id", async () => {
    await createEvent({ name: "later", ...at("2030-03-01T10:00Z") });
    await createEvent({ name: "second", id: "b", ...at("2030-02-01T10:00Z") });
    await createEvent({ name: "first", id: "a", ...at("2030-02-01T10:00Z") });
    await createEvent({ name: "now", startsAt: testNow });
    await createEvent({ name: "past", ...at("2029-02-01T10:00Z") });
    await createEvent({ name: "off", ...at("2030-02-01T10:00Z"), cancelledAt: testNow });
    await createEvent({ name: "in a second", ...at("2030-01-01T12:00:01Z") });
    expect(await names()).toEqual(["in a second", "first", "second", "later"]);
  });

  it("has 24 events a page and says whether more follow", async () => {
    const createdBy = (await createUser({ role: "organiser" })).id;
    for (let i = 0; i < 2 * pageSize; i++)
      await createEvent({
        name: String(i),
        createdBy,
        startsAt: new Date(testNow.getTime() + (i + 1) * 60_000),
      });
    const pages = [await list(), await list({ page: 2 }), await list({ page: 3 }), await list({ page: 500 })];
    expect(pages.map((page) => [page.events.length, page.more])).toEqual([
      [24, true],
      [24, false],
      [0, false],
      [0, false],
    ]);
    expect(pages.flatMap((page) => page.events.map((event) => Number(event.name)))).toEqual(
      Array.from({ length: 48 }, (_, i) => i),
    );
  });

  it("filters by the local date of each event, both days included", async () => {
    await createEvent({ name: "London", ...at("2030-02-01T23:30Z") });
    await createEvent({ name: "Kathmandu", ...at("2030-02-01T23:30Z"), timeZone: "Asia/Kathmandu" });
    await createEvent({ name: "New York", ...at("2030-02-01T03:30Z"), timeZone: "America/New_York" });
    expect(await names({ from: "2030-02-01", to: "2030-02-01" })).toEqual(["London"]);
    expect(await names({ from: "2030-02-02" })).toEqual(["Kathmandu"]);
    expect(await names({ to: "2030-01-31" })).toEqual(["New York"]);
    expect(await names({ from: "2030-02-03", to: "2030-02-01" })).toEqual([]);
  });

  it("finds events with every word in name or location, and by dates too", async () => {
    await createEvent({ name: "Jazz night", location: "Café Zürich", ...at("2030-02-01T10:00Z") });
    await createEvent({ name: "Jazz morning", location: "Hall", ...at("2030-02-02T10:00Z") });
    expect(await names({ q: "zurich JAZZ" })).toEqual(["Jazz night"]);
    expect(await names({ q: "jazz", from: "2030-02-02" })).toEqual(["Jazz morning"]);
    expect(await names({ q: "jazz nowhere" })).toEqual([]);
  });

  it.each([
    [{ from: "2030-02-01", to: "0000-01-01" }, []],
    [{ from: "0000-01-01", to: "9999-12-31" }, ["only"]],
    [{ from: "9999-12-31" }, []],
    [{ to: "2030-01-01", from: "2030-02-01" }, []],
  ])("accepts any dates, such as %j", async (filter, expected) => {
    await createEvent({ name: "only" });
    expect(await names(filter)).toEqual(expected);
    expect(await names({ ...filter, q: "only" })).toEqual(expected);
  });

  it("stores the longest names, which are even longer in the search text", async () => {
    // The search text has three letters of three bytes for each of these syllables. An index entry of PostgreSQL
    // is at most 2,704 bytes long, after compression.
    const syllables = (from: number, count: number) =>
      String.fromCodePoint(
        ...Array.from({ length: count }, (_, i) => 0xac01 + (((from + i) * 7_919) % 11_171)),
      );
    const event = await createEvent({ name: syllables(0, 120), location: syllables(120, 200) });
    expect((await list({ q: syllables(100, 20) })).events.map(({ id }) => id)).toEqual([event.id]);
  });

  it("labels each event by the availability rule", async () => {
    const label = async (capacity: number, allocated: number) => {
      const { id } = await createEvent({ capacity, allocated });
      return (await list()).events.find((event) => event.id === id)?.label;
    };
    expect(await label(100, 95)).toBeNull();
    expect(await label(100, 96)).toEqual({ kind: "last", left: 4 });
    expect(await label(100, 100)).toEqual({ kind: "full" });
  });
});

describe("a list of many pages", () => {
  beforeEach(async () => {
    const rows = await openRows(database.url);
    await fill(rows, { events: 300, attendees: 200, tickets: 0 }, testNow);
    await rows.close();
  });

  it.each([
    { q: "jazz" },
    { q: "a e" },
    { q: "東京" },
    { q: "no. 11" },
    { q: "nowhere" },
    { q: "night", from: "2030-02-03", to: "2030-02-10" },
    { q: "", from: "2030-02-03", to: "2030-02-10" },
  ])("has every match of %j once and in order", async ({ q, from = "0", to = "9" }) => {
    const words = searchable(q).split(" ");
    const everything = await reader().select().from(events).orderBy(events.startsAt, events.id);
    const expected = everything.filter(
      ({ startsAt, startDate, cancelledAt, searchText }) =>
        startsAt > testNow &&
        !cancelledAt &&
        startDate >= from &&
        startDate <= to &&
        words.every((word) => searchText.includes(word)),
    );
    const asked = { q, ...(from > "0" && { from, to }) };
    const found: string[] = [];
    for (let page = 1, more = true; more; page++) {
      const listed = await list({ ...asked, page });
      found.push(...listed.events.map(({ id }) => id));
      more = listed.more;
    }
    expect(found).toEqual(expected.map(({ id }) => id));
  });
});

describe("what the public may see", () => {
  const twins: [string, Partial<EventRow>, Partial<EventRow>][] = [
    ["empty and nearly at the last 5 %", { capacity: 20, allocated: 0 }, { capacity: 100, allocated: 95 }],
    ["tiny and huge", { capacity: 1, allocated: 0 }, { capacity: 1_000_000, allocated: 1 }],
    [
      "with alerts sent and without",
      { nearAlertArmed: false, nearAlertAt: testNow },
      { fullAlertArmed: true, voidedTickets: 7 },
    ],
  ];

  it.each(twins)("is the same for two events that differ only in capacity: %s", async (_, one, other) => {
    const createdBy = (await createUser({ role: "organiser" })).id;
    const a = await createEvent({ ...one, createdBy });
    const b = await createEvent({ ...other, createdBy });
    const seen = async (id: string) =>
      JSON.stringify(await findPublicEvent(id, testNow)).replaceAll(id, "id");
    expect(await seen(a.id)).toBe(await seen(b.id));
    const listed = (await list()).events.map(({ id, ...event }) => JSON.stringify(event));
    expect(new Set(listed).size).toBe(1);
  });

  it("has no key about capacity, at any depth, in any state", async () => {
    const rows = [
      await createEvent({ capacity: 100, allocated: 97 }),
      await createEvent({ capacity: 100, allocated: 100 }),
      await createEvent({ ...at("2029-12-31T10:00Z"), allocated: 3 }),
      await createEvent({ cancelledAt: testNow, voidedTickets: 9 }),
    ];
    const shown = [await list(), ...(await Promise.all(rows.map(({ id }) => findPublicEvent(id, testNow))))];
    const keys = keysOf(shown);
    expect(keys).toContain("label");
    expect(keys.filter((key) => secret.test(key))).toEqual([]);
    // The check works: it finds the key in the rows.
    expect(keysOf(rows).filter((key) => secret.test(key))).toContain("capacity");
  });
});

describe("findPublicEvent", () => {
  it.each([
    ["upcoming", "2030-01-01T12:00:01Z", 60, null, true],
    ["started", "2030-01-01T12:00:00Z", 60, null, false],
    ["started", "2030-01-01T11:00:01Z", 60, null, false],
    ["ended", "2030-01-01T11:00:00Z", 60, null, false],
    ["cancelled", "2030-02-01T12:00:00Z", 60, testNow, false],
    ["cancelled", "2029-02-01T12:00:00Z", 60, testNow, false],
  ])(
    "returns the state %s for a start at %s and %d minutes",
    async (state, start, durationMinutes, cancelledAt, bookable) => {
      const { id } = await createEvent({ ...at(start), durationMinutes, cancelledAt });
      expect(await findPublicEvent(id, testNow)).toMatchObject({ state, bookable, label: null });
    },
  );

  it("offers no ticket when FULL", async () => {
    const { id } = await createEvent({ capacity: 3, allocated: 3 });
    expect(await findPublicEvent(id, testNow)).toMatchObject({ bookable: false, label: { kind: "full" } });
  });

  it("returns a cancelled event with the reason", async () => {
    const { id } = await createEvent({ cancelledAt: testNow, cancelReason: "Rain" });
    expect(await findPublicEvent(id, testNow)).toMatchObject({ state: "cancelled", cancelReason: "Rain" });
  });

  it.each(["", "nope", "' or 1=1 --", "%"])("finds nothing under %j", async (id) => {
    await createEvent();
    expect(await findPublicEvent(id, testNow)).toBeNull();
  });
});

describe("listEventDates", () => {
  it("has each day with upcoming events once, in the events' own zones", async () => {
    await createEvent(at("2030-02-02T18:00Z"));
    await createEvent(at("2030-02-02T20:00Z"));
    await createEvent({ ...at("2030-02-28T23:00Z"), timeZone: "Asia/Tokyo" });
    await createEvent({ ...at("2030-03-01T03:00Z"), timeZone: "America/New_York" });
    await createEvent({ ...at("2030-02-10T18:00Z"), cancelledAt: testNow });
    await createEvent(at("2030-01-31T18:00Z"));
    const month = { from: "2030-02-01", to: "2030-02-28" };
    expect(await listEventDates(month, testNow)).toEqual(["2030-02-02", "2030-02-28"]);
    expect(await listEventDates(month, new Date("2030-02-02T19:00Z"))).toEqual(["2030-02-02", "2030-02-28"]);
  });
});
