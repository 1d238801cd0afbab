import { JSDOM } from "jsdom";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { PublicEvent } from "@/lib/events/queries";
import { EventJsonLd } from "./event-json-ld";

const event: PublicEvent = {
  id: "abc",
  name: "O'Brien & Sons <b>",
  description: "Bring a lantern.",
  location: "Hall 2, O'Connell Street; Dublin",
  host: "The Engine Society",
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/Dublin",
  startDate: "2030-07-01",
  pictureId: null,
  durationMinutes: 90,
  label: { kind: "last", left: 3 },
  state: "upcoming",
  contact: "",
  cancelReason: null,
  bookable: true,
};
const url = "https://tickets.example.org/events/abc";

/** The page with the block, and what the block says. */
function read(change: Partial<PublicEvent> = {}, image?: string) {
  const html = renderToString(<EventJsonLd event={{ ...event, ...change }} url={url} image={image} />);
  const { document } = new JSDOM(html).window;
  const [block, ...others] = document.querySelectorAll("script");
  expect([block?.type, others.length, document.body.textContent]).toEqual(["application/ld+json", 0, ""]);
  expect(block?.textContent).not.toContain("<");
  return JSON.parse(block?.textContent ?? "");
}

describe("an event for search engines", () => {
  it("has what they require, in the event's own zone", () => {
    expect(read()).toEqual({
      "@context": "https://schema.org",
      "@type": "Event",
      name: event.name,
      url,
      startDate: "2030-07-01T19:30:00+01:00",
      endDate: "2030-07-01T21:00:00+01:00",
      eventStatus: "https://schema.org/EventScheduled",
      eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
      isAccessibleForFree: true,
      location: { "@type": "Place", name: event.location, address: event.location },
      organizer: { "@type": "Organization", name: event.host },
      description: event.description,
    });
  });

  it("says that it is cancelled, and has a picture if there is one", () => {
    expect(read({ state: "cancelled" }).eventStatus).toBe("https://schema.org/EventCancelled");
    expect(read({}, `${url}/picture.webp`).image).toBe(`${url}/picture.webp`);
  });

  it.each(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028", '"\\', "a\nb"])(
    "stays one block with %j in it",
    (text) => {
      expect(read({ name: text, description: text })).toMatchObject({ name: text, description: text });
    },
  );

  it("says nothing of availability", () => {
    const full = { label: { kind: "full" } as const, bookable: false };
    expect(read(full)).toEqual(read({ label: null }));
    expect(JSON.stringify(read())).not.toMatch(/offer|capacity|available|InStock|SoldOut/i);
  });
});
