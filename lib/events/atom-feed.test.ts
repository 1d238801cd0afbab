import { parseAtomFeed } from "feedsmith";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { atomFeed } from "./atom-feed";
import type { FeedEvent } from "./queries";

const appUrl = "https://tickets.example.org";

const event: FeedEvent = {
  id: "0123456789abcdefghjk",
  name: "O'Brien & Sons <b>",
  description: 'Bring a "lantern" & a coat.\n\n]]> <script>alert(1)</script>',
  location: "Hall 2; O'Connell Street, Dublin",
  host: "The <Engine> Society",
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/Dublin",
  revision: 2,
  updatedAt: new Date("2030-01-02T10:00:00Z"),
  cancelled: false,
};

const read = (events: FeedEvent[], filter = {}) => parseAtomFeed(atomFeed(events, { appUrl, filter }));

/** Throws for what no XML parser may accept. */
const readStrictly = (events: FeedEvent[]) =>
  new JSDOM(atomFeed(events, { appUrl, filter: {} }), { contentType: "application/xml" }).window.document;

describe("the Atom feed", () => {
  it("says of an event exactly what its page says", () => {
    const { entries = [] } = read([event]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      id: `${appUrl}/events/${event.id}`,
      title: { value: event.name },
      updated: "2030-01-02T10:00:00.000Z",
      authors: [{ name: event.host }],
      summary: { value: "Monday 1 July 2030, 19:30–21:00 GMT+1 · Hall 2; O'Connell Street, Dublin" },
      content: { value: event.description },
    });
    expect(entries[0]?.links).toEqual([
      { rel: "alternate", type: "text/html", href: `${appUrl}/events/${event.id}` },
      { rel: "related", type: "text/calendar", href: `${appUrl}/events/${event.id}/event.ics` },
    ]);
  });

  it("has what RFC 4287 requires, also without events", () => {
    for (const events of [[], [event]]) {
      const { id, title, updated, links } = read(events);
      expect([id, title?.value]).toEqual([`${appUrl}/events.atom`, "Upcoming events · Evento"]);
      expect(updated).toBe(events.length > 0 ? "2030-01-02T10:00:00.000Z" : "1970-01-01T00:00:00.000Z");
      expect(links?.map(({ rel, href }) => [rel, href])).toEqual([
        ["self", `${appUrl}/events.atom`],
        ["alternate", `${appUrl}/`],
      ]);
    }
  });

  it("is as new as its newest event", () => {
    const older = { ...event, updatedAt: new Date("2029-01-01T00:00:00Z") };
    expect(read([older, event, older]).updated).toBe("2030-01-02T10:00:00.000Z");
  });

  it("carries the filters in its own address and in that of the list", () => {
    const { id, links } = read([], { q: "a&b", from: "2030-02-01" });
    expect(id).toBe(`${appUrl}/events.atom?q=a%26b&from=2030-02-01`);
    expect(links?.[1]?.href).toBe(`${appUrl}/?q=a%26b&from=2030-02-01`);
  });

  it("stays well-formed, whatever somebody typed", () => {
    const name = "\uffff\ufffe\u0001 ]]> <![CDATA[ &amp; \ud800 🎟️ العربية \u202b";
    const document = readStrictly([event, { ...event, name, description: name }]);
    expect(document.querySelectorAll("entry")).toHaveLength(2);
    expect(document.querySelectorAll("title")[2]?.textContent).toBe(
      "\ufffd\ufffd\ufffd ]]> <![CDATA[ &amp; \ufffd 🎟️ العربية \u202b",
    );
  });

  it("has the same bytes for two events that differ only in capacity", () => {
    const twin = (capacity: number, allocated: number) =>
      atomFeed([{ ...event, capacity, allocated } as FeedEvent], { appUrl, filter: {} });
    expect(twin(1000, 7)).toBe(twin(50, 40));
  });
});
