import { describe, expect, it } from "vitest";
import { light } from "@/tailwind.config";
import { awkwardEvent, sampleFacts, sampleMessages } from "@/tests/harness/mail-facts";
import type { MailKind, MailMessage } from "./messages";
import { renderMail } from "./render";

/** Words that must stand in both parts, and links without their origin. */
const expected: Record<MailKind, { words: string[]; links: string[]; files?: string[] }> = {
  "confirm-address": {
    words: ["organiser account", "24 hours", "ignore this email"],
    links: ["/verify-email?token=token000000000000000."],
  },
  "address-already-registered": {
    words: ["already have an account"],
    links: ["/sign-in", "/forgot-password"],
  },
  "reset-password": {
    words: ["30 minutes", "ignore this email"],
    links: ["/reset-password?token=token000000000000000."],
  },
  "password-changed": { words: ["was changed"], links: ["/forgot-password"] },
  "two-step-changed": {
    words: ["a recovery code", "9 are left", "choose a new password"],
    links: ["/account", "/forgot-password"],
  },
  "passkey-changed": {
    words: [
      "The passkey “Phone & <key>” was added",
      "Two-step sign-in and Passkeys on your account page, and remove what is not yours",
    ],
    links: ["/account", "/forgot-password"],
  },
  "account-deleted": { words: ["was deleted", "no longer on"], links: [] },
  ticket: {
    words: [
      "Friday 1 February 2030, 18:00–19:30 GMT",
      "0123 4567 89AB CDEF",
      "Hall 2, O'Connell Street; Dublin",
    ],
    links: ["/tickets/ticket0000000000000a"],
    files: ["ticket-qr.png", "ticket-barcode.png", "o-brien-sons-b.ics"],
  },
  "ticket-from-waiting-list": {
    words: ["next on the waiting list", "0123 4567 89AB CDEF"],
    links: ["/tickets/ticket0000000000000a"],
    files: ["ticket-qr.png", "ticket-barcode.png", "o-brien-sons-b.ics"],
  },
  "ticket-taken-back": {
    words: ["taken your ticket back", "Reason: You <told> us & cannot come."],
    links: ["/tickets/ticket0000000000000a"],
  },
  "waiting-list-joined": {
    words: ["As soon as a space becomes free", "until 1 Feb 2030, 16:00 GMT"],
    links: ["/tickets"],
  },
  "waiting-list-closed": {
    words: ["waiting list is closed", "The hall is flooded & <closed>."],
    links: [`/events/${awkwardEvent.id}`],
  },
  "ticket-cancelled": { words: ["no longer valid"], links: [`/events/${awkwardEvent.id}`] },
  "event-cancelled": {
    words: ["Friday 1 February 2030", "The hall is flooded & <closed>.", "no longer valid"],
    links: [`/events/${awkwardEvent.id}`],
    files: ["o-brien-sons-b.ics"],
  },
  "location-changed": {
    words: ["Old location: Town Hall <old>", "New location: Hall 2, O'Connell Street; Dublin"],
    links: ["/tickets/ticket0000000000000a"],
    files: ["o-brien-sons-b.ics"],
  },
  reminder: {
    words: ["reminder", "If you cannot come", "cancel it before the event starts", "Turn reminders off"],
    links: ["/tickets/ticket0000000000000a", "/account#reminders"],
    files: ["o-brien-sons-b.ics"],
  },
  message: {
    words: [
      "Please bring a coat & <scarf>.",
      "It will be cold.",
      "See you at O'Connell Street!",
      "organisers",
    ],
    links: ["/tickets/ticket0000000000000a"],
  },
  "near-capacity": {
    words: ["last 3 spaces", "97 of 100"],
    links: [`/dashboard/events/${awkwardEvent.id}`],
  },
  full: { words: ["full", "All 100 spaces"], links: [`/dashboard/events/${awkwardEvent.id}`] },
  promoted: { words: ["Grace Hopper", "organiser"], links: [`/dashboard/events/${awkwardEvent.id}`] },
  demoted: { words: ["Grace Hopper", "removed"], links: [`/events/${awkwardEvent.id}`] },
};

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("'", "&#x27;");

describe.each(sampleMessages.map((message) => [message.kind, message] as const))(
  "the %s mail",
  (kind, message) => {
    const { words, links, files = [] } = expected[kind];
    const names = [
      ...("name" in message.facts ? [message.facts.name] : []),
      ...("event" in message.facts ? [awkwardEvent.name] : []),
    ];

    it("says the same in both parts, with names exactly as typed", async () => {
      const { html, text } = await renderMail(message);
      for (const word of [...words, ...names]) {
        expect(text).toContain(word);
        expect(html).toContain(escaped(word));
      }
      expect(html).not.toMatch(/<(b|i|old|closed|told)>/);
      expect(text).not.toMatch(/&(amp|lt|gt|#x27);/);
    });

    it("links to this site, and nowhere else", async () => {
      const { html, text } = await renderMail(message);
      for (const path of links) {
        expect(text).toContain(`http://localhost:3000${path}`);
        expect(html).toContain(`href="http://localhost:3000${path}`);
      }
      const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
      for (const address of addresses) expect(address).toMatch(/^(http:\/\/localhost:3000\/|cid:)/);
    });

    it("attaches what it names and shows only images it brings", async () => {
      const { html, attachments } = await renderMail(message);
      expect(attachments.map(({ filename }) => filename)).toEqual(files);
      const shown = [...html.matchAll(/src="cid:([^"]*)"/g)].map(([, cid]) => cid);
      expect(shown).toEqual(attachments.flatMap(({ cid }) => cid ?? []));
      expect([...html.matchAll(/<img /g)].length).toBe([...html.matchAll(/ alt="[^"]+"/g)].length);
    });

    it("begins its subject, every line and every sentence with a capital letter", async () => {
      const { subject, text } = await renderMail(message);
      expect(text).not.toMatch(/(^|\n|[.!?] )\p{Ll}/u);
      expect(subject).toMatch(/^\p{Lu}/u);
    });

    it("has a text part with whole links, one blank line between paragraphs and nothing left of the HTML", async () => {
      const { html, text } = await renderMail(message);
      const links = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) =>
        href?.replaceAll("&amp;", "&"),
      );
      expect([...text.matchAll(/^\p{Lu}[\w ]*: (https?:\S+)$/gmu)].map(([, href]) => href)).toEqual(links);
      expect([...text.matchAll(/https?:/g)]).toHaveLength(links.length);
      expect(text).not.toMatch(/\n\n\n|[ \t]$|^[ \t]|[\u00a0\u200b\ufeff●]/m);
    });

    it("changes every colour of the page and its words in a dark mailbox", async () => {
      const { html } = await renderMail(message);
      const [, rules] = /@media \(prefers-color-scheme:dark\)\{(.*?\})\}/.exec(html) ?? [];
      // The mark's dot is the accent in both.
      const { accent: _, ...tokens } = light;
      // Barcodes stay dark on white, and so do the words among them.
      const around = html.replace(/<table[^>]*background-color:#fff;.*?(?=Show either)/s, "");
      const tags = [...around.matchAll(/<\w+ [^>]*style="[^>]*>/g)].map(([tag]) => tag);
      const coloured = tags.filter((tag) => Object.values(tokens).some((color) => tag.includes(color)));
      expect(coloured.length).toBeGreaterThan(4);
      for (const tag of coloured) {
        const [, name] = /class="([\w-]+)"/.exec(tag) ?? [];
        expect(rules, tag).toContain(`.${name}{`);
      }
    });

    it("keeps its subject on one line", async () => {
      const { subject } = await renderMail(message);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(subject.length).toBeGreaterThan(10);
    });
  },
);

describe("a mail to an address that is not confirmed", () => {
  it("names nobody, also when an older Evento queued it with a name", async () => {
    const facts = { ...sampleFacts["confirm-address"], name: "Win at http://example.com" };
    const { html, text, subject } = await renderMail({ kind: "confirm-address", facts });
    for (const part of [html, text, subject]) expect(part).not.toContain("example.com");
    expect(text).toContain("Hello,");
  });

  it("continues at the path that was asked for last", async () => {
    const facts = { ...sampleFacts["confirm-address"], next: "/events/a?b=c" };
    const { text } = await renderMail({ kind: "confirm-address", facts });
    expect(text).toMatch(/\/verify-email\?token=[\w.-]+&next=%2Fevents%2Fa%3Fb%3Dc/);
  });
});

describe("subjects", () => {
  const subjectFor = async (message: MailMessage) => (await renderMail(message)).subject;

  it("name the event and what happened to it", async () => {
    expect(await subjectFor({ kind: "event-cancelled", facts: sampleFacts["event-cancelled"] })).toBe(
      "Event cancelled: O'Brien & Sons <b>",
    );
    expect(await subjectFor({ kind: "full", facts: sampleFacts.full })).toMatch(/full.*O'Brien & Sons <b>/);
    expect(await subjectFor({ kind: "near-capacity", facts: sampleFacts["near-capacity"] })).toMatch(
      /last 3 spaces.*O'Brien & Sons <b>/,
    );
    expect(await subjectFor({ kind: "promoted", facts: sampleFacts.promoted })).toMatch(/organiser/);
  });

  it("take no header from an event's name", async () => {
    const event = { ...awkwardEvent, name: "Party\r\nBcc: everyone@example.org" };
    const subject = await subjectFor({
      kind: "ticket-cancelled",
      facts: { ...sampleFacts["ticket-cancelled"], event },
    });
    expect(subject).toBe("Your ticket is cancelled: Party Bcc: everyone@example.org");
  });
});

describe("the mail that two-step sign-in was turned on", () => {
  const bodyFor = async (what: "on" | "off") =>
    (await renderMail({ kind: "two-step-changed", facts: { name: "Ada", what, codesLeft: 10 } })).text;

  it("says who helps without app and recovery codes", async () => {
    expect(await bodyFor("on")).toContain("ask the people who run the site");
    expect(await bodyFor("off")).not.toContain("ask the people who run the site");
  });
});

describe("what attendees learn", () => {
  const forAttendees = sampleMessages.filter(({ kind }) => kind !== "near-capacity" && kind !== "full");

  it("never includes a capacity, even when the facts carry one", async () => {
    for (const message of forAttendees) {
      const facts = structuredClone(message.facts) as Record<string, unknown>;
      const bare = await renderMail({ ...message, facts } as MailMessage);
      Object.assign(facts, { capacity: 98_765, allocated: 98_764, left: 87_654 });
      if (facts.event) Object.assign(facts.event, { capacity: 98_765, allocated: 98_764 });
      expect(await renderMail({ ...message, facts } as MailMessage)).toEqual(bare);
    }
  });

  it("says why an event without a reason was cancelled as plainly", async () => {
    const facts = { ...sampleFacts["event-cancelled"], reason: null };
    expect((await renderMail({ kind: "event-cancelled", facts })).text).toContain("gave no reason");
  });
});
