import { describe, expect, it } from "vitest";
import { patterns } from "@/emails/components/poster-strip";
import { posterColors, posterOf, posterPatterns } from "@/lib/posters/poster";
import { awkwardEvent, sampleMessages } from "@/tests/harness/mail-facts";
import type { EventFacts, MailMessage } from "./messages";
import { renderMail } from "./render";

const eventMails = sampleMessages
  .filter(({ facts }) => "event" in facts)
  .map((message) => [message.kind, message] as const);

/** The mail with another event, or another recipient. */
const changed = ({ kind, facts }: MailMessage, event: Partial<EventFacts>, name = "Ada") =>
  renderMail({ kind, facts: { ...facts, name, event: { ...awkwardEvent, ...event } } } as MailMessage);

describe.each(eventMails)("the %s mail", (kind, message) => {
  it("has the event's name, host, times and place in both parts, with a map", async () => {
    const { html, text } = await changed(message, {
      name: "Folk Night",
      host: "Folk Club",
      location: "Hall",
    });
    const map = `http://localhost:3000/events/${awkwardEvent.id}/map`;
    expect(text).toContain(
      "\n\nFolk Night\n\nHosted by Folk Club\n\nWhen\nFriday 1 February 2030, 18:00–19:30 GMT\n",
    );
    expect(text).toContain(`\n\nWhere\nHall\nMap: ${map}\n\nHello Ada,\n\n`);
    for (const words of ["Folk Night", "Folk Club", "Hall"]) expect(html).toContain(`>${words}</bdi>`);
    expect(html).toContain(`href="${map}"`);
  });

  it("offers a calendar file while the ticket is valid", async () => {
    const { html, text } = await renderMail(message);
    const address = `http://localhost:3000/events/${awkwardEvent.id}/event.ics`;
    const isValid = ["ticket", "location-changed", "reminder"].includes(kind);
    expect(html.includes(`href="${address}"`)).toBe(isValid);
    expect(text.includes(`\nAdd to calendar: ${address}\n`)).toBe(isValid);
  });

  it("does without a host that an earlier Evento did not know", async () => {
    const { html, text } = await changed(message, { host: undefined });
    expect(text).toContain("O'Brien & Sons <b>\n\nWhen\n");
    expect(html).not.toContain("Hosted by");
  });

  it("begins with the event's poster, in colours alone", async () => {
    const { html } = await renderMail(message);
    const { pattern, colors } = posterOf(awkwardEvent.id);
    const squares = [...html.matchAll(/background-color:(#\w+)">\u00a0</g)].map(([, color]) => color);
    expect(squares).toEqual(
      [...(patterns[pattern]?.join("") ?? "")].map(
        (square) => posterColors[colors]?.[square === "#" ? 1 : 0],
      ),
    );
    expect(html.indexOf("Hosted by")).toBeGreaterThan(html.lastIndexOf(">\u00a0<"));
  });

  it("stamps the date that it is at the event, and strikes it once that will not be", async () => {
    const { html } = await changed(message, {
      startsAt: "2030-02-01T03:00:00.000Z",
      timeZone: "America/New_York",
    });
    const [day, ...others] = ["31", "Thu", "Jan"].map(
      (words) => new RegExp(`<p style="([^"]*)">${words}</p>`).exec(html)?.[1],
    );
    expect(others).toEqual([expect.any(String), expect.any(String)]);
    expect(day?.includes("line-through")).toBe(kind === "event-cancelled");
  });

  it("breaks long words instead of growing wider", async () => {
    const [name, host, location, recipient] = ["N", "H", "L", "R"].map((letter) => letter.repeat(80));
    const { html } = await changed(message, { name, host, location }, recipient);
    const blocks = [...html.matchAll(/<(p|h2)([^>]*)>((?:(?!<\/\1>).)*)/g)];
    const long = blocks.filter(([, , , content]) => /([NHLR])\1{79}/.test(content ?? ""));
    expect(long.length).toBeGreaterThanOrEqual(4);
    for (const [, , attributes] of long) expect(attributes).toContain("overflow-wrap:anywhere");
  });

  it("keeps names that run from right to left apart from what surrounds them", async () => {
    const { html } = await changed(message, { name: "ערב שירה!", host: "مكتبة", location: "אולם 2" });
    for (const words of ["ערב שירה!", "مكتبة", "אולם 2"])
      expect(html).toMatch(new RegExp(`<bdi[^>]*>${words}</bdi>`));
  });
});

it("has the code of a ticket together with its holder", async () => {
  const [message] = sampleMessages.filter(({ kind }) => kind === "ticket");
  const { text } = await changed(message as MailMessage, {}, "Ada");
  expect(text).toContain("\n\nTicket code\n0123 4567 89AB CDEF\nAda\n\n");
});

it("has a pattern of squares for every poster, and each differs on a narrow screen too", () => {
  expect(patterns.every((rows) => rows.length === 3 && rows.every((row) => /^[#.]{12}$/.test(row)))).toBe(
    true,
  );
  const narrow = patterns.map((rows) => rows.map((row) => row.slice(0, 6)).join());
  expect(new Set(narrow).size).toBe(posterPatterns);
});
