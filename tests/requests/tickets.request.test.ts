import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Account, addAccounts, addEvent, addTickets, startSessions } from "@/tests/harness/accounts";
import { readDocument, wordsOf } from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
beforeAll(async () => {
  world = await startWorld();
  [organiser] = (await addAccounts(world.database, [{ role: "organiser" }])) as [Account];
});
afterAll(() => world?.stop());

const aMonth = 30 * 24 * 3_600_000;
const newEvent = (given: { capacity?: number; startsAt?: Date; name?: string } = {}) =>
  addEvent(world.database, { createdBy: organiser.id, ...given });

const row = async (table: string, id: string) =>
  (await world.database.sql(`select * from ${table} where id = ?`, [id]))[0];
const ticketsOf = (eventId: string) =>
  world.database.sql("select * from tickets where event_id = ? order by created_at, id", [eventId]);

/** A page with the request button, for requests for other events. */
const bookablePage = async (visitor: Visitor) => visitor.get(`/events/${await newEvent()}`);

/** Requests a ticket by another event's form, because the event's own page may lack the button. */
const crafted = async (visitor: Visitor, eventId: string) =>
  visitor.submit(await bookablePage(visitor), "Request ticket", { eventId });

/** Adds real tickets to an event. */
async function fill(eventId: string, count: number) {
  const holders = await addAccounts(world.database, Array(count).fill({}));
  return { holders, tickets: await addTickets(world.database, eventId, holders) };
}

describe("a full event", () => {
  it("refuses a direct request, stays FULL and keeps its counter", async () => {
    const event = await newEvent({ capacity: 3 });
    await fill(event, 3);
    const { visitor } = await world.join();
    const page = await visitor.get(`/events/${event}`);
    expect(page.text).not.toContain("Request ticket");
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await crafted(visitor, event);
      expect(answer.location).toBeNull();
      expect(wordsOf(answer)).toContain("This event is FULL.");
    }
    expect(await row("events", event)).toMatchObject({ allocated: 3, capacity: 3 });
    expect(await ticketsOf(event)).toHaveLength(3);
    expect(wordsOf(await visitor.get(`/events/${event}`))).toContain("FULL");
  });

  it("refuses with its own page, which shows the reason only to the refused attendee", async () => {
    const event = await newEvent({ capacity: 1 });
    const { visitor } = await world.join();
    const page = await visitor.get(`/events/${event}`);
    await (await world.join()).visitor.submit(page, "Request ticket");
    for (let tries = 0; tries < 2; tries += 1) {
      const refused = await visitor.submit(page, "Request ticket", {}, { "If-None-Match": "*" });
      expect([refused.status, refused.location]).toEqual([200, null]);
      expect(wordsOf(refused)).toContain("This event is FULL.");
      expect(refused.headers.get("cache-control")).toContain("no-store");
      expect(refused.headers.get("etag")).toBeNull();
    }
    const publicPage = wordsOf(await visitor.get(`/events/${event}`));
    expect(publicPage).toContain("FULL");
    expect(publicPage).not.toContain("This event is FULL.");
  });

  it("gives a holder the same ticket again, and no second mail", async () => {
    const event = await newEvent({ capacity: 2 });
    const { visitor } = await world.join();
    const first = await crafted(visitor, event);
    await fill(event, 1);
    const again = await crafted(visitor, event);
    expect(again.location).toBe(first.location);
    const mails = await world.database.sql("select id from outbox where kind = 'ticket' and event_id = ?", [
      event,
    ]);
    expect(mails).toHaveLength(1);
  });

  it("never decreases its counter below 0 by repeated cancellations", async () => {
    const event = await newEvent({ capacity: 1 });
    const { visitor } = await world.join();
    const { location } = await crafted(visitor, event);
    const page = await visitor.get(String(location));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => visitor.submit(page, "Yes, cancel it")),
    );
    expect(new Set(answers.map((answer) => answer.location))).toEqual(new Set([location]));
    expect(await row("events", event)).toMatchObject({ allocated: 0 });
    const other = await world.join();
    expect((await crafted(other.visitor, event)).status).toBe(303);
    expect((await visitor.submit(page, "Yes, cancel it")).status).toBe(303);
    expect(await row("events", event)).toMatchObject({ allocated: 1 });
  });
});

it("gives an attendee one ticket for twenty simultaneous clicks, and accepts no quantity", async () => {
  const event = await newEvent();
  const { visitor } = await world.join();
  const page = await visitor.get(`/events/${event}`);
  const names = [...readDocument(page).querySelectorAll("main form [name]")].map((each) =>
    each.getAttribute("name"),
  );
  expect(names.filter((name) => !name?.startsWith("$ACTION"))).toEqual(["eventId"]);
  const asked = {
    quantity: "5",
    count: "5",
    code: "AAAAAAAAAAAAAAAA",
    holderId: organiser.id,
  };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => visitor.submit(page, "Request ticket", asked)),
  );
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
  const tickets = await ticketsOf(event);
  expect(tickets).toHaveLength(1);
  expect(answers[0]?.location).toBe(`/tickets/${tickets[0]?.id}`);
  expect(tickets[0]?.code).not.toBe("AAAAAAAAAAAAAAAA");
  expect(await row("events", event)).toMatchObject({ allocated: 1 });
});

it("allows an account at most thirty requests in a minute", async () => {
  const { visitor } = await world.join();
  const page = await visitor.get(`/events/${await newEvent()}`);
  const answers: Answer[] = [];
  for (let tries = 0; tries < 32; tries += 1) answers.push(await visitor.submit(page, "Request ticket"));
  expect(answers.map(({ status }) => status)).toEqual([...Array(30).fill(303), 429, 429]);
  expect(wordsOf(answers[31] as Answer)).toMatch(/Try again in \d+ seconds/);
});

describe("somebody else's ticket", () => {
  it("is 404 at every path and for every method, also for the event's organiser, and stays valid", async () => {
    const event = await newEvent();
    const { tickets, holders } = await fill(event, 1);
    const [ticket = ""] = tickets;
    const { code } = (await row("tickets", ticket)) as { code: string };
    const stranger = (await world.join()).visitor;
    const host = await world.as(organiser);
    const mine = await crafted(stranger, await newEvent());
    const cancelPage = await stranger.get(String(mine.location));

    for (const visitor of [stranger, host]) {
      for (const path of [
        `/tickets/${ticket}`,
        `/tickets/${ticket.toUpperCase()}`,
        `/tickets/${ticket}?download=1`,
      ]) {
        const pages = [await visitor.get(path), await visitor.send(path, { method: "HEAD" })];
        for (const answer of pages) expect(answer.status, path).toBe(404);
        // The response to Next's router begins before the page is known to be missing.
        const inside = await visitor.getRsc(path);
        expect(inside.text).toContain("Page not found");
        for (const { text } of [...pages, inside]) expect(text.replaceAll(" ", "")).not.toContain(code);
      }
      for (const path of [
        `/tickets/${ticket}/edit`,
        `/tickets/${ticket}.ics`,
        `/tickets/${ticket}/barcode.png`,
      ])
        expect((await visitor.get(path)).status, path).toBe(404);
      const forged = await visitor.submit({ ...cancelPage, url: cancelPage.url }, "Yes, cancel it", {
        ticketId: ticket,
      });
      expect(forged.status).toBe(404);
      const posted = await visitor.submit(
        { ...cancelPage, url: cancelPage.url.replace(/[^/]+$/, ticket) },
        "Yes, cancel it",
        { ticketId: ticket },
      );
      expect(posted.status).toBe(404);
      for (const method of ["PUT", "PATCH", "DELETE"])
        expect((await visitor.send(`/tickets/${ticket}`, { method })).status).toBe(405);
    }
    expect(await row("tickets", ticket)).toMatchObject({ voided_at: null });
    const [holder] = holders;
    const owner = await world.as(holder as Account);
    expect((await owner.get(`/tickets/${ticket}`)).text.replaceAll(" ", "")).toContain(code);
    expect((await stranger.get(`/api/viewer?event=${event}`)).text).not.toContain(ticket);
  });

  it("leads signed-out visitors to sign-in and back, whether or not it exists", async () => {
    const event = await newEvent();
    const [ticket] = (await fill(event, 1)).tickets;
    const guest = world.visitor();
    for (const path of [
      `/tickets/${ticket}`,
      "/tickets/no-such-ticket",
      "/tickets",
      "/account",
      "/dashboard",
      `/dashboard/events/${event}`,
      "/dashboard/events/none/edit",
      "/dashboard/events/none/messages",
    ])
      expect((await guest.get(path)).location, path).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  });
});

describe("a ticket's code", () => {
  it("is 80 random bits from the server, in no order, and no URL shows its barcode", async () => {
    const event = await newEvent();
    const accounts = await addAccounts(world.database, Array(20).fill({}));
    const cookies = await startSessions(world.database, accounts);
    for (const cookie of cookies) {
      const visitor = world.visitor();
      visitor.setCookie("evento.session", cookie);
      await visitor.submit(await visitor.get(`/events/${event}?code=0000000000000000`), "Request ticket", {
        code: "0000000000000000",
      });
    }
    const codes = (await ticketsOf(event)).map(({ code }) => String(code));
    expect(codes).toHaveLength(20);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(new Set(codes.map((code) => code.slice(0, 4))).size).toBeGreaterThan(15);
    expect(codes).not.toEqual([...codes].sort());
    const guest = world.visitor();
    for (const path of ["/barcode?code=A", "/api/barcode/A", "/tickets/A/barcode"])
      expect((await guest.follow(await guest.get(path))).text).not.toContain('aria-label="Barcode');
  });

  it("is new after a cancellation, and the old one stays void", async () => {
    const event = await newEvent();
    const { visitor } = await world.join();
    const first = await visitor.follow(await crafted(visitor, event));
    const void1 = await visitor.follow(await visitor.submit(first, "Yes, cancel it"));
    expect(wordsOf(void1)).toContain("This ticket is void.");
    expect((await crafted(visitor, event)).location).not.toBe(new URL(first.url).pathname);
    const codes = (await ticketsOf(event)).map(({ code }) => code);
    expect(new Set(codes).size).toBe(2);
  });
});

describe("a past or cancelled event", () => {
  it.each([
    ["past", -3 * 3_600_000, "This event has started"],
    ["running", -3_600_000, "This event has started"],
  ])("cannot be booked when %s, and is not listed", async (_, offset, words) => {
    const name = `Over ${offset}`;
    const event = await newEvent({ name, startsAt: new Date(Date.now() + offset) });
    const { visitor } = await world.join();
    const answer = await crafted(visitor, event);
    expect(answer.location).toBeNull();
    expect(wordsOf(answer)).toContain(words);
    expect(await ticketsOf(event)).toEqual([]);
    expect(wordsOf(await visitor.get(`/?q=${encodeURIComponent(name)}`))).toContain(
      "No upcoming events match",
    );
    expect((await visitor.get(`/events/${event}`)).text).not.toContain("Request ticket</button>");
  });

  it("cannot be booked when cancelled, and is not listed", async () => {
    const event = await newEvent({ name: "Called off" });
    await world.database.sql("update events set cancelled_at = ?, cancel_reason = ? where id = ?", [
      new Date(),
      "Flooded",
      event,
    ]);
    const { visitor } = await world.join();
    const answer = await crafted(visitor, event);
    expect(wordsOf(answer)).toContain("has been cancelled");
    expect(await ticketsOf(event)).toEqual([]);
    expect(wordsOf(await visitor.get("/?q=called+off"))).toContain("No upcoming events match");
    expect(wordsOf(await visitor.get(`/events/${event}`))).toMatch(/Cancelled.*Flooded/);
  });

  it("allows no cancellation of tickets once it has started", async () => {
    const event = await newEvent({ startsAt: new Date(Date.now() - 60_000) });
    const { account, visitor } = await world.join();
    const [ticket = ""] = await addTickets(world.database, event, [account]);
    const own = await visitor.follow(await crafted(visitor, await newEvent()));
    const answer = await visitor.submit(own, "Yes, cancel it", { ticketId: ticket });
    expect(answer.location).toBeNull();
    expect(await row("tickets", ticket)).toMatchObject({ voided_at: null });
  });
});

it("tells an organiser account that tickets are for attendees", async () => {
  const event = await newEvent();
  const answer = await crafted(await world.as(organiser), event);
  expect(wordsOf(answer)).toContain("Tickets are for attendee accounts");
  expect(await ticketsOf(event)).toEqual([]);
});

describe("availability", () => {
  it.each([
    [100, 95, null],
    [100, 96, "last 4 spaces"],
    [100, 99, "last 1 space"],
    [100, 100, "FULL"],
    [50, 47, null],
    [50, 48, "last 2 spaces"],
    [20, 19, null],
    [20, 20, "FULL"],
    [1, 0, null],
    [1, 1, "FULL"],
  ])("of %i with %i allocated shows %s in the list and on the page", async (capacity, allocated, label) => {
    const name = `Label ${capacity} ${allocated}`;
    const event = await newEvent({ name, capacity });
    await world.database.sql("update events set allocated = ? where id = ?", [allocated, event]);
    const guest = world.visitor();
    const list = readDocument(await guest.get(`/?q=${encodeURIComponent(name)}`));
    const listed = [...list.querySelectorAll("main li")].find((each) => each.textContent?.includes(name));
    const page = await guest.get(`/events/${event}`);
    expect(listed).toBeDefined();
    for (const words of [listed?.textContent ?? "", wordsOf(page)]) {
      expect(/last \d+ spaces?|FULL/.exec(words)?.[0] ?? null).toBe(label);
    }
    expect(page.text.includes("Request ticket</button>")).toBe(label !== "FULL");
  });

  it("is in no refusal, attribute or number for anyone but its organisers", async () => {
    const event = await newEvent({ capacity: 7_919 });
    await world.database.sql("update events set allocated = 4813 where id = ?", [event]);
    const { visitor } = await world.join();
    const stranger = (await world.join({ role: "organiser" })).visitor;
    const figures = /7[,.]?919|4[,.]?813|4[,.]?814|3[,.]?106|3[,.]?105/;
    const answers = [
      await visitor.get("/"),
      await visitor.getRsc("/"),
      await visitor.get(`/events/${event}`),
      await visitor.getRsc(`/events/${event}`),
      await visitor.get(`/api/viewer?event=${event}`),
      await crafted(stranger, event),
      await crafted(visitor, event),
      await visitor.get("/tickets"),
      await stranger.get(`/dashboard/events/${event}`),
      await stranger.get(`/dashboard/events/${event}/edit`),
      await stranger.get(`/dashboard/events/new?from=${event}`),
      await stranger.get("/dashboard"),
    ];
    const [ticket] = await world.database.sql("select id from tickets where event_id = ?", [event]);
    answers.push(await visitor.get(`/tickets/${ticket?.id}`), await visitor.getRsc(`/tickets/${ticket?.id}`));
    for (const answer of answers) {
      // Ids, codes and the port are random and may contain the figures by chance.
      const told = answer.text
        .replaceAll(world.server.url, "")
        .replace(/[0-9a-z]{20,}|[0-9A-Z]{4}( [0-9A-Z]{4}){3}|<svg.*?<\/svg>|T\w+,|[MLl][\d. ,-]+/gs, "");
      expect(told, answer.url).not.toMatch(figures);
    }
    const host = await world.as(organiser);
    expect(wordsOf(await host.get(`/dashboard/events/${event}`))).toContain("4,814 / 7,919");
    expect((await host.get(`/dashboard/events/${event}/edit`)).text).toContain('min="4814"');
  });
});

describe("the alerts to an event's organisers", () => {
  const alerts = async (event: string) =>
    (await world.database.sql("select kind from outbox where event_id = ? order by kind, id", [event]))
      .map(({ kind }) => kind)
      .filter((kind) => kind === "near-capacity" || kind === "full");

  it("are sent once when the last spaces begin to show and once when it is full", async () => {
    const event = await newEvent({ capacity: 100, startsAt: new Date(Date.now() + aMonth) });
    await fill(event, 94);
    const kinds: unknown[] = [];
    for (let next = 0; next < 6; next += 1) {
      const { visitor } = await world.join();
      expect((await crafted(visitor, event)).status).toBe(303);
      kinds.push(await alerts(event));
    }
    const near = ["near-capacity"];
    expect(kinds).toEqual([[], near, near, near, near, ["full", "near-capacity"]]);
    // A cancelled and replaced last ticket sends no further alert.
    const { visitor } = await world.join();
    const [last] = await world.database.sql("select * from tickets where event_id = ? limit 1", [event]);
    await world.database.sql(
      "update tickets set voided_at = ?, voided_because = 'cancelled-by-holder' where id = ?",
      [new Date(), String(last?.id)],
    );
    await world.database.sql("update events set allocated = 99 where id = ?", [event]);
    expect((await crafted(visitor, event)).status).toBe(303);
    expect(await alerts(event)).toEqual(["full", "near-capacity"]);
  });
});
