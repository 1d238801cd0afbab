import { parseAtomFeed } from "feedsmith";
import ICAL from "ical.js";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Account, addAccounts, addEvent, addTickets, tellPublicChange } from "@/tests/harness/accounts";
import { labelledValue, readDocument, wordsOf } from "@/tests/harness/html-form";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
beforeAll(async () => {
  world = await startWorld();
  [organiser] = (await addAccounts(world.database, [{ role: "organiser" }])) as [Account];
});
afterAll(() => world?.stop());

const newEvent = (given: Partial<Parameters<typeof addEvent>[1]> = {}) =>
  addEvent(world.database, { createdBy: organiser.id, ...given });
const changeEverything = () => tellPublicChange(world.database);
const ask = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, world.server.url), { redirect: "manual", ...init });
const get = (path: string) => world.visitor().get(path);

/** The events of a calendar by an independent parser: name, state, page. */
const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents("vevent")
    .map((event) => ["summary", "status", "url"].map((name) => String(event.getFirstPropertyValue(name))));

const odd = 'O\'Brien & Sons <b>; "a, b\\c" 🎟️ العربية';
const page = (id: string) => `${world.server.url}/events/${id}`;

describe("an event's calendar file", () => {
  it("has the event exactly, under its own name, before and after a cancellation", async () => {
    const id = await newEvent({ name: odd, location: odd });
    const file = await get(`/events/${id}/event.ics`);
    expect(eventsOf(file.text)).toEqual([[odd, "CONFIRMED", page(id)]]);
    expect(file.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    expect(file.headers.get("content-disposition")).toMatch(/^inline; filename="o-brien-[a-z0-9-]+\.ics"$/);
    const manager = await world.as(organiser);
    const manage = await manager.get(`/dashboard/events/${id}`);
    await manager.submit(manage, "Yes, cancel this event", { reason: "Rain" });
    expect(eventsOf((await get(`/events/${id}/event.ics`)).text)).toEqual([[odd, "CANCELLED", page(id)]]);
  });

  it("does not exist for an event that does not", async () => {
    const id = await newEvent();
    const missing = [...id].reverse().join("");
    for (const path of [`/events/${missing}/event.ics`, "/events/x/event.ics", "/events/event.ics"])
      expect((await get(path)).status, path).toBe(404);
    const picture = await pictureOf(id);
    expect((await get(picture.replace(id, missing))).status).toBe(404);
  });
});

describe("an event's map", () => {
  it("is chosen by the device, and does not exist for an event that does not", async () => {
    const id = await newEvent({ location: odd });
    const place = encodeURIComponent(odd);
    const mapOn = async (userAgent: string) => {
      const headers = { "User-Agent": userAgent };
      const answer = await world.visitor().send(`/events/${id}/map`, { headers });
      return [answer.status, answer.headers.get("location"), answer.headers.get("vary")];
    };
    const vary = expect.stringContaining("User-Agent");
    expect(await mapOn("a desktop")).toEqual([
      307,
      `https://www.openstreetmap.org/search?query=${place}`,
      vary,
    ]);
    expect(await mapOn("an iPhone")).toEqual([307, `https://maps.apple.com/?q=${place}`, vary]);
    for (const other of ["x", [...id].reverse().join("")])
      expect((await get(`/events/${other}/map`)).status, other).toBe(404);
  });
});

describe("the feeds of upcoming events", () => {
  it("list what the list lists, filters included, and nothing else", async () => {
    const soon = await newEvent({ name: `Zither ${odd}`, startsAt: new Date("2031-02-01T18:00:00Z") });
    const later = await newEvent({ name: "Zither again", startsAt: new Date("2031-03-01T18:00:00Z") });
    const past = await newEvent({ name: "Zither past", startsAt: new Date("2020-03-01T18:00:00Z") });
    await changeEverything();
    const query = "?q=zither&from=2031-02-01&to=2031-02-28";
    await expect
      .poll(async () => eventsOf((await get(`/events.ics${query}`)).text))
      .toEqual([[`Zither ${odd}`, "CONFIRMED", page(soon)]]);
    const { entries = [] } = parseAtomFeed((await get("/events.atom?q=zither")).text);
    expect(entries.map(({ id, title }) => [id, title?.value])).toEqual([
      [page(soon), `Zither ${odd}`],
      [page(later), "Zither again"],
    ]);
    const sitemap = (await get("/sitemap.xml")).text;
    for (const [id, listed] of [
      [soon, true],
      [later, true],
      [past, false],
    ] as const)
      expect(sitemap.includes(`<loc>${page(id)}</loc>`), id).toBe(listed);
    expect(sitemap).toContain(`<loc>${world.server.url}/</loc>`);
  });

  it("show a public change at once", async () => {
    const id = await newEvent({ name: "Fresh from the oven" });
    await changeEverything();
    await expect.poll(async () => (await get("/events.atom?q=oven")).text).toContain("Fresh from the oven");
    const manager = await world.as(organiser);
    const edit = await manager.get(`/dashboard/events/${id}/edit`);
    await manager.submit(edit, "Save changes", { name: "Stale from the oven" });
    for (const path of ["/events.atom?q=oven", "/events.ics?q=oven", `/events/${id}/event.ics`])
      expect((await get(path)).text, path).toContain("Stale from the oven");
  });

  it("answer odd queries like the list: invalid filters count as none", async () => {
    for (const query of ["?q=%00", "?from=x&to=2030-13-01", "?q=a&q=b", `?q=${"a".repeat(500)}`, "?page=x"])
      for (const path of ["/events.ics", "/events.atom"])
        expect((await get(path + query)).status, path + query).toBe(200);
  });
});

/** The path of the picture of links to an event. */
async function pictureOf(id: string): Promise<string> {
  const meta = readDocument(await get(`/events/${id}`)).querySelector("meta[property='og:image']");
  return (meta?.getAttribute("content") ?? "").replace(world.server.url, "");
}

describe("a link to a page", () => {
  const metaOf = (document: Document) =>
    Object.fromEntries(
      [...document.querySelectorAll("meta[property^='og:'], meta[name^='twitter:']")].map((meta) => [
        meta.getAttribute("property") ?? meta.getAttribute("name"),
        meta.getAttribute("content"),
      ]),
    );

  it("is previewed with the event's name, time and place, and with its own picture", async () => {
    const id = await newEvent({ name: odd, startsAt: new Date("2031-02-01T18:00:00Z") });
    const document = readDocument(await get(`/events/${id}`));
    expect(metaOf(document)).toMatchObject({
      "og:type": "website",
      "og:site_name": "Evento",
      "og:title": odd,
      "og:url": page(id),
      "og:description": "Saturday 1 February 2031, 18:00–20:00 GMT · The Great Hall · by The Engine Society",
      "og:image:width": "1200",
      "og:image:height": "630",
      "twitter:card": "summary_large_image",
    });
    const picture = await ask(await pictureOf(id));
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(picture.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
    expect([width, height]).toEqual([1200, 630]);
  });

  it("is previewed with the site's picture for any other page", async () => {
    const meta = metaOf(readDocument(await get("/?q=jazz")));
    expect(meta["og:url"]).toBe(`${world.server.url}/?q=jazz`);
    for (const path of ["/", "/sign-in"]) {
      const address = metaOf(readDocument(await get(path)))["og:image"] ?? "";
      expect(address, path).toMatch(`${world.server.url}/opengraph-image.png`);
      expect((await ask(address)).headers.get("content-type"), path).toBe("image/png");
    }
  });

  it("leads from the pages to their calendar and feed", async () => {
    const id = await newEvent();
    const alternates = async (path: string) =>
      [...readDocument(await get(path)).querySelectorAll("link[rel=alternate]")].map((link) => [
        link.getAttribute("type"),
        link.getAttribute("href")?.replace(world.server.url, ""),
      ]);
    expect(await alternates("/?to=2031-01-01&q=a+b&page=1")).toEqual([
      ["text/calendar", "/events.ics?q=a+b&to=2031-01-01"],
      ["application/atom+xml", "/events.atom?q=a+b&to=2031-01-01"],
    ]);
    expect(await alternates(`/events/${id}`)).toEqual([
      ["text/calendar", `/events/${id}/event.ics`],
      ["application/atom+xml", "/events.atom"],
    ]);
  });

  it("tells search engines what they require of an event, in a block that runs nothing", async () => {
    const id = await newEvent({ name: `</script>${odd}`, startsAt: new Date("2031-07-01T18:00:00Z") });
    const answer = await get(`/events/${id}`);
    const block = readDocument(answer).querySelector("script[type='application/ld+json']");
    expect(JSON.parse(block?.textContent ?? "")).toMatchObject({
      name: `</script>${odd}`,
      startDate: "2031-07-01T19:00:00+01:00",
      endDate: "2031-07-01T21:00:00+01:00",
      location: { name: "The Great Hall" },
      url: page(id),
    });
    expect(block?.hasAttribute("nonce")).toBe(false);
    expect(wordsOf(answer)).toContain(`</script>${odd}`);
  });
});

describe("every public file", () => {
  it("comes from memory with a tag, compressed if it is text, and is the same for everyone", async () => {
    const id = await newEvent();
    const { visitor } = await world.join();
    const files = [
      "/events.ics",
      "/events.atom",
      "/sitemap.xml",
      `/events/${id}/event.ics`,
      await pictureOf(id),
    ];
    for (const path of files) {
      const first = await ask(path, { headers: { "Accept-Encoding": "br" } });
      const tag = first.headers.get("etag") ?? "";
      expect([first.status, tag], path).toEqual([200, expect.stringMatching(/^"/)]);
      expect(first.headers.get("content-encoding"), path).toBe(path.includes("image") ? null : "br");
      expect(first.headers.get("cache-control"), path).toBe("public, max-age=0, s-maxage=1, must-revalidate");
      await first.arrayBuffer();
      const headers = { "Accept-Encoding": "br", "If-None-Match": tag, "Cache-Control": "max-age=0" };
      expect((await ask(path, { headers: { ...headers, Cookie: visitor.cookies() } })).status, path).toBe(
        304,
      );
    }
  });

  it("keeps its tag when a ticket makes the event FULL", async () => {
    const id = await newEvent({ capacity: 1 });
    const picture = await pictureOf(id);
    const tags = () =>
      Promise.all(
        ["/events.ics", "/events.atom", "/sitemap.xml", `/events/${id}/event.ics`, picture].map(
          async (path) => (await ask(path)).headers.get("etag"),
        ),
      );
    await changeEverything();
    await expect.poll(async () => (await get("/sitemap.xml")).text).toContain(id);
    const before = await tags();
    const { visitor } = await world.join();
    await visitor.submit(await visitor.get(`/events/${id}`), "Request ticket");
    expect(wordsOf(await get(`/events/${id}`))).toContain("FULL");
    expect(await tags()).toEqual(before);
  });

  it("counts like a page when a client asks for ever new ones", async () => {
    const own = await startWorld();
    const statuses = new Set<number>();
    for (let each = 0; each < 301 && !statuses.has(429); each += 1)
      statuses.add((await own.visitor().get(`/events.ics?q=${each}`)).status);
    await own.stop();
    expect([...statuses]).toEqual([200, 429]);
  });
});

describe("a private calendar", () => {
  const addressOn = (answer: Parameters<typeof labelledValue>[0]) =>
    new URL(labelledValue(answer, "Calendar address")).pathname;

  it("has its owner's tickets and nobody else's, for whoever has its address", async () => {
    const { account, visitor } = await world.join();
    const other = await world.join();
    const mine = await newEvent({ name: odd });
    const theirs = await newEvent({ name: "Somebody else's evening" });
    const [ticket = ""] = await addTickets(world.database, mine, [account]);
    const [foreign = ""] = await addTickets(world.database, theirs, [other.account]);
    const [code] = await world.database.sql("select code from tickets where id = ?", [ticket]);
    const path = addressOn(await visitor.get("/account"));
    expect(path).toMatch(/^\/feeds\/tickets\/[0-9a-z]{20}\.[\w-]{43}\.ics$/);
    const file = await get(path);
    expect(eventsOf(file.text)).toEqual([[odd, "CONFIRMED", `${world.server.url}/tickets/${ticket}`]]);
    for (const hidden of [foreign, "Somebody else", String(code?.code), path, account.email, account.name])
      expect(file.text).not.toContain(hidden);
    expect(file.headers.get("cache-control")).toBe("private, no-store");
    expect(file.headers.get("x-robots-tag")).toBe("noindex");
    expect([file.headers.get("etag"), file.headers.get("set-cookie")]).toEqual([null, null]);

    await visitor.submit(await visitor.get(`/tickets/${ticket}`), "Yes, cancel it");
    expect(eventsOf((await get(path)).text).map(([, status]) => status)).toEqual(["CANCELLED"]);
  });

  it("has another address once it is renewed, and the old one is unknown", async () => {
    const { account, visitor } = await world.join();
    const before = addressOn(await visitor.get("/account"));
    expect((await get(before)).status).toBe(200);
    const renewed = await visitor.submit(await visitor.get("/account"), "Renew address");
    expect([renewed.status, renewed.location]).toEqual([303, "/account?done=calendar"]);
    const account_ = await visitor.get("/account?done=calendar");
    expect(wordsOf(account_)).toContain("Calendar address renewed.");
    const after = addressOn(account_);
    expect(after).not.toBe(before);
    expect([(await get(before)).status, (await get(after)).status]).toEqual([404, 200]);
    const [entry] = await world.database.sql("select action, details from audit_log where actor_id = ?", [
      account.id,
    ]);
    expect(entry).toEqual({ action: "account.renew-calendar", details: "{}" });
  });

  it("is not found by a guess, nor by a part of its address", async () => {
    const [ada, eve] = [await world.join(), await world.join()];
    const path = addressOn(await ada.visitor.get("/account"));
    const foreign = addressOn(await eve.visitor.get("/account"));
    const guesses = [
      path.replace(/\.ics$/, ""),
      path.replace(/.\.ics$/, ".ics"),
      path.replace(ada.account.id, eve.account.id),
      foreign.replace(eve.account.id, ada.account.id),
      `/feeds/tickets/${ada.account.id}.ics`,
      "/feeds/tickets/.ics",
      "/feeds/tickets",
      `${path}/x`,
    ];
    for (const guess of guesses) {
      const answer = await get(guess);
      expect(answer.status, guess).toBe(404);
      expect(answer.text).not.toContain("BEGIN:VCALENDAR");
    }
  });

  it("is not renewed for somebody who is signed out, nor offered to an organiser account", async () => {
    const { visitor } = await world.join();
    const form = await visitor.get("/account");
    const path = addressOn(form);
    const answer = await world.visitor().submit(form, "Renew address");
    expect([answer.status, answer.location]).not.toEqual([303, "/account?done=calendar"]);
    expect((await get(path)).status).toBe(200);
    expect((await (await world.as(organiser)).get("/account")).text).not.toContain("/feeds/");
  });
});
