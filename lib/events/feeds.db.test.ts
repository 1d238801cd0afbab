import { describe, expect, it } from "vitest";
import { fill } from "@/bench/fill";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, testNow } from "@/tests/harness/factories";
import { openRows } from "@/tests/harness/rows";
import { findFeedEvent, listFeedEvents, listSitemapEvents } from "./queries";

const database = withDatabase();

const at = (iso: string) => ({ startsAt: new Date(iso) });
const names = async (filter = {}) =>
  (await listFeedEvents({ q: "", ...filter }, testNow)).map(({ name }) => name);

describe("the events of feeds", () => {
  it("are the upcoming ones, soonest first, that match the filters", async () => {
    await createEvent({ name: "later jazz", ...at("2030-03-01T10:00Z") });
    await createEvent({ name: "first jazz", ...at("2030-02-01T10:00Z") });
    await createEvent({ name: "chess", ...at("2030-02-02T10:00Z") });
    await createEvent({ name: "jazz now", startsAt: testNow });
    await createEvent({ name: "jazz off", ...at("2030-02-01T10:00Z"), cancelledAt: testNow });
    expect(await names()).toEqual(["first jazz", "chess", "later jazz"]);
    expect(await names({ q: "JAZZ" })).toEqual(["first jazz", "later jazz"]);
    expect(await names({ from: "2030-02-02", to: "2030-02-28" })).toEqual(["chess"]);
    expect(await names({ q: "nothing" })).toEqual([]);
  });

  it("are at most 200, and at most 5,000 in the sitemap", { timeout: 60_000 }, async () => {
    const rows = await openRows(database.url);
    await fill(rows, { events: 6_000, attendees: 50, tickets: 0 }, testNow);
    await rows.close();
    expect(await listFeedEvents({ q: "" }, testNow)).toHaveLength(200);
    const listed = await listSitemapEvents(testNow);
    expect(listed).toHaveLength(5_000);
    expect(Object.keys(listed[0] ?? {})).toEqual(["id", "updatedAt"]);
  });

  it("have the beginning of a long description there, and all of it alone", async () => {
    const { id } = await createEvent({ description: "word ".repeat(999).trim() });
    const [listed] = await listFeedEvents({ q: "" }, testNow);
    expect(listed?.description).toMatch(/^(word ){99}word…$/);
    expect((await findFeedEvent(id))?.description).toHaveLength(4_994);
  });

  it("can be found alone in every state, and not without one", async () => {
    const off = await createEvent({ cancelledAt: testNow });
    const past = await createEvent(at("2029-01-01T10:00Z"));
    expect(await findFeedEvent(off.id)).toMatchObject({ id: off.id, cancelled: true });
    expect(await findFeedEvent(past.id)).toMatchObject({ id: past.id, cancelled: false });
    expect(await findFeedEvent("nothing")).toBeNull();
  });

  it("never have a figure, nor change when a ticket is taken", async () => {
    const event = await createEvent({ capacity: 2 });
    const before = [await findFeedEvent(event.id), await listFeedEvents({ q: "" }, testNow)];
    await createTicket({ eventId: event.id });
    await createTicket({ eventId: event.id });
    expect([await findFeedEvent(event.id), await listFeedEvents({ q: "" }, testNow)]).toEqual(before);
    expect(Object.keys(before[0] ?? {}).sort()).toEqual(
      [
        ...["cancelled", "description", "endsAt", "host", "id", "location"],
        ...["name", "revision", "startsAt", "timeZone", "updatedAt"],
      ].sort(),
    );
  });
});
