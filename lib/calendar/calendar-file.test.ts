import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { awkwardEvent } from "@/tests/harness/mail-facts";
import { type CalendarEvent, calendarFeed, calendarFile } from "./calendar-file";
import { webcal } from "./webcal";

function read(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const component = calendar.getFirstSubcomponent("vevent");
  if (!component) throw new Error("no event");
  return { calendar, component, event: new ICAL.Event(component) };
}

describe("a calendar file", () => {
  it("says what, when and where in words that survive the format", () => {
    const { calendar, component, event } = read(calendarFile(awkwardEvent, "PUBLISH").content);
    expect(event.summary).toBe("O'Brien & Sons <b>");
    expect(event.description).toBe("First; second, third\nA new line");
    expect(event.location).toBe("Hall 2, O'Connell Street; Dublin");
    expect(event.startDate.toString()).toBe("2030-02-01T18:00:00Z");
    expect(event.endDate.toString()).toBe("2030-02-01T19:30:00Z");
    expect(component.getFirstPropertyValue("url")).toBe(`http://localhost:3000/events/${awkwardEvent.id}`);
    expect(component.getFirstPropertyValue("status")).toBe("CONFIRMED");
    expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(calendar.getFirstPropertyValue("prodid")).toBe("-//Evento//Evento//EN");
  });

  it("describes the event without the marks of its formatting", () => {
    const description = "# Menu\n\n- **soup**\n- [the wine list](https://example.org/wine)";
    const { event } = read(calendarFile({ ...awkwardEvent, description }, "PUBLISH").content);
    expect(event.description).toBe("Menu\n\n- soup\n- the wine list (https://example.org/wine)");
  });

  it("cancels under the same UID with the later revision", () => {
    const published = read(calendarFile(awkwardEvent, "PUBLISH").content);
    const cancelled = read(calendarFile({ ...awkwardEvent, revision: 4 }, "CANCEL").content);
    expect(cancelled.calendar.getFirstPropertyValue("method")).toBe("CANCEL");
    expect(cancelled.component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(cancelled.event.uid).toBe(published.event.uid);
    expect(published.event.sequence).toBe(3);
    expect(cancelled.event.sequence).toBe(4);
    expect(calendarFile(awkwardEvent, "CANCEL").contentType).toContain("method=CANCEL");
  });

  it("is cancelled, but taken out of no calendar, when it is asked for after the cancellation", () => {
    const { calendar, component } = read(
      calendarFile({ ...awkwardEvent, cancelled: true }, "PUBLISH").content,
    );
    expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(component.getFirstPropertyValue("status")).toBe("CANCELLED");
  });

  it("names the host as organiser, at the address of the sender, whatever the name", () => {
    const { component } = read(calendarFile(awkwardEvent, "PUBLISH").content);
    const organizer = component.getFirstProperty("organizer");
    expect(organizer?.getParameter("cn")).toBe("Byrne, Mac 'Mick' ' Co; Ltd");
    expect(organizer?.getFirstValue()).toBe("mailto:no-reply@localhost");
    const { component: old } = read(calendarFile({ ...awkwardEvent, host: undefined }, "PUBLISH").content);
    expect(old.getFirstProperty("organizer")).toBeNull();
  });

  it("takes every stamp from the last public edit", () => {
    const { component } = read(calendarFile(awkwardEvent, "PUBLISH").content);
    expect(String(component.getFirstPropertyValue("dtstamp"))).toBe("2030-01-01T10:00:00Z");
    expect(String(component.getFirstPropertyValue("last-modified"))).toBe("2030-01-01T10:00:00Z");
  });

  it("has the same bytes for two events that differ only in capacity", () => {
    const twin = (capacity: number, allocated: number) =>
      calendarFile({ ...awkwardEvent, capacity, allocated } as CalendarEvent, "PUBLISH").content;
    expect(twin(1000, 7)).toBe(twin(50, 40));
  });

  it("folds lines at 75 bytes, ends them with CR LF and keeps other scripts whole", () => {
    const name = "数学の夕べ".repeat(12);
    const description = "Ένα πολύ μεγάλο κείμενο 🎟️ ".repeat(20).trim();
    const { content } = calendarFile({ ...awkwardEvent, name, description }, "PUBLISH");
    for (const line of content.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    expect(content.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(read(content).event.summary).toBe(name);
    expect(read(content).event.description).toBe(description);
  });

  it("lets no name add lines of its own", () => {
    const name = "Party\r\nATTENDEE:mailto:x@example.org\rX:1";
    const { component } = read(calendarFile({ ...awkwardEvent, name }, "PUBLISH").content);
    expect(component.getFirstProperty("attendee")).toBeNull();
    expect(component.getFirstProperty("x")).toBeNull();
  });

  it.each([
    ["O'Brien & Sons <b>", "o-brien-sons-b.ics"],
    ["Café Zoë", "cafe-zoe.ics"],
    ["数学の夕べ", "event.ics"],
    ["../../etc/passwd", "etc-passwd.ics"],
    [`${"a".repeat(120)}`, `${"a".repeat(60)}.ics`],
  ])("names the file of %j safely", (name, filename) => {
    expect(calendarFile({ ...awkwardEvent, name }, "PUBLISH").filename).toBe(filename);
  });
});

describe("a calendar of several events", () => {
  const events: CalendarEvent[] = [
    { ...awkwardEvent, path: "/tickets/ticket0000000000000a" },
    { ...awkwardEvent, id: "1123456789abcdefghjk", name: "後の夕べ", cancelled: true },
  ];
  const feed = { name: "Evento", filename: "events.ics", url: "http://localhost:3000/events.ics?q=a%3Bb" };

  it("has every event under its own UID, with its own state and page", () => {
    const calendar = new ICAL.Component(ICAL.parse(calendarFeed(events, feed).content));
    const found = calendar.getAllSubcomponents("vevent").map((each) => ({
      uid: each.getFirstPropertyValue("uid"),
      summary: each.getFirstPropertyValue("summary"),
      status: each.getFirstPropertyValue("status"),
      url: each.getFirstPropertyValue("url"),
    }));
    expect(found).toEqual([
      {
        uid: `${awkwardEvent.id}@localhost`,
        summary: "O'Brien & Sons <b>",
        status: "CONFIRMED",
        url: "http://localhost:3000/tickets/ticket0000000000000a",
      },
      {
        uid: "1123456789abcdefghjk@localhost",
        summary: "後の夕べ",
        status: "CANCELLED",
        url: "http://localhost:3000/events/1123456789abcdefghjk",
      },
    ]);
  });

  it("has a name, says how often to look, and where it is unless that is a secret", () => {
    const propertyOf = (content: string, name: string) =>
      new ICAL.Component(ICAL.parse(content)).getFirstPropertyValue(name);
    const { content, contentType } = calendarFeed([], feed);
    expect(contentType).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    expect(propertyOf(content, "x-wr-calname")).toBe("Evento");
    expect(String(propertyOf(content, "refresh-interval"))).toBe("PT1H");
    expect(propertyOf(content, "source")).toBe(feed.url);
    const secret = calendarFeed(events, { name: "My tickets", filename: "tickets.ics" }).content;
    expect(propertyOf(secret, "source")).toBeNull();
  });

  it("has an address for calendar programs", () => {
    expect(webcal("https://tickets.example.org/events.ics")).toBe("webcal://tickets.example.org/events.ics");
    expect(webcal(feed.url)).toBe("webcal://localhost:3000/events.ics?q=a%3Bb");
  });
});
