import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type Account, addAccounts, addEvent, tellPublicChange } from "@/tests/harness/accounts";
import { wordsOf } from "@/tests/harness/html-form";
import type { Visitor } from "@/tests/harness/http-client";
import { eventIdIn } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
let manager: Visitor;
beforeAll(async () => {
  world = await startWorld();
  [organiser] = (await addAccounts(world.database, [{ role: "organiser" }])) as [Account];
  manager = await world.as(organiser);
});
afterAll(() => world?.stop());

const newEvent = (given: { name?: string; capacity?: number; startsAt?: Date } = {}) =>
  addEvent(world.database, { createdBy: organiser.id, ...given });

/** Sends a browser's request without decoding or redirects. */
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${world.server.url}${path}`, { redirect: "manual", ...init });

const tagOf = async (path: string) => (await ask(path)).headers.get("etag");

describe("a public page", () => {
  it("is cached: a change outside the server does not show", async () => {
    const event = await newEvent({ name: "Kept in memory" });
    expect((await world.visitor().get(`/events/${event}`)).text).toContain("Kept in memory");
    await world.database.sql("update events set name = ? where id = ?", ["Changed behind its back", event]);
    expect((await world.visitor().get(`/events/${event}`)).text).toContain("Kept in memory");
  });

  it("is the same, byte by byte, for every viewer", async () => {
    const event = await newEvent();
    const { account, visitor } = await world.join({ name: "Somebody in particular" });
    const own = await visitor.get(`/events/${event}`);
    expect(own.text).toBe((await world.visitor().get(`/events/${event}`)).text);
    expect(own.text).not.toContain(account.name);
    expect(own.headers.get("set-cookie")).toBeNull();
  });

  it("has an ETag, responds with 304 to it, and to HEAD like to GET without a body", async () => {
    const event = await newEvent();
    const head = await ask(`/events/${event}`, { method: "HEAD" });
    const page = await ask(`/events/${event}`);
    const tag = page.headers.get("etag") ?? "";
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, tag, ""]);
    // As from a browser; without the second header, fetch would add one that bypasses caches.
    const headers = { "If-None-Match": tag, "Cache-Control": "max-age=0" };
    const again = await ask(`/events/${event}`, { headers });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("content-security-policy")).toBe(page.headers.get("content-security-policy"));
  });

  it("has the requested encoding, and is whole even for a range request", async () => {
    const event = await newEvent();
    const whole = await (
      await ask(`/events/${event}`, { headers: { "Accept-Encoding": "identity" } })
    ).text();
    const page = await ask(`/events/${event}`, { headers: { "Accept-Encoding": "br", Range: "bytes=0-10" } });
    expect([page.status, page.headers.get("content-encoding")]).toEqual([200, "br"]);
    expect(await page.text()).toBe(whole);
  });

  it("allows only its own inline scripts, without a nonce and unsafe-inline", async () => {
    const policy = (await ask(`/events/${await newEvent()}`)).headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self' 'sha256-[^;]+;/);
    expect(policy).not.toMatch(/nonce|unsafe/);
  });
});

describe("a public change", () => {
  it("shows at once: creation, edit, cancellation", async () => {
    const guest = world.visitor();
    await guest.get("/");
    const form = await manager.get("/dashboard/events/new");
    const created = await manager.submit(form, "Create event", {
      name: "Freshly announced",
      date: "2031-05-05",
      time: "18:00",
      capacity: "30",
      location: "The Old Library",
    });
    const event = eventIdIn(created.location);
    expect((await guest.get("/?q=freshly")).text).toContain("Freshly announced");
    const edit = await manager.get(`/dashboard/events/${event}/edit`);
    await manager.submit(edit, "Save changes", { name: "Freshly renamed" });
    expect((await guest.get(`/events/${event}`)).text).toContain("Freshly renamed");
    expect((await guest.get("/?q=freshly")).text).toContain("Freshly renamed");
    const page = await manager.get(`/dashboard/events/${event}`);
    await manager.submit(page, "Yes, cancel this event", { reason: "Rain" });
    expect((await guest.get("/?q=freshly")).text).not.toContain("Freshly renamed");
    expect(wordsOf(await guest.get(`/events/${event}`))).toContain("Cancelled");
  });

  it("of a label shows at once, and a ticket without one invalidates nothing", async () => {
    const event = await newEvent({ capacity: 2 });
    const path = `/events/${event}`;
    const before = await tagOf(path);
    await world.database.sql("update events set description = ? where id = ?", [
      "a change nobody announced",
      event,
    ]);
    const [first, second] = [(await world.join()).visitor, (await world.join()).visitor];
    await first.submit(await first.get(path), "Request ticket");
    expect(await tagOf(path)).toBe(before);
    await second.submit(await second.get(path), "Request ticket");
    expect(wordsOf(await world.visitor().get(path))).toContain("FULL");
  });

  it("by another process shows within a second", async () => {
    const event = await newEvent({ name: "Before the other process" });
    await world.visitor().get(`/events/${event}`);
    await world.database.sql("update events set name = ? where id = ?", ["After the other process", event]);
    await tellPublicChange(world.database);
    await vi.waitFor(
      async () =>
        expect((await world.visitor().get(`/events/${event}`)).text).toContain("After the other process"),
      { timeout: 3_000, interval: 50 },
    );
  });

  it("by the start of an event shows by itself", async () => {
    const event = await newEvent({ name: "About to start", startsAt: new Date(Date.now() + 1_500) });
    await tellPublicChange(world.database);
    await vi.waitFor(
      async () =>
        expect((await world.visitor().get("/?q=about+to+start")).text).not.toContain("About to start"),
      { timeout: 6_000, interval: 100 },
    );
    expect(wordsOf(await world.visitor().get(`/events/${event}`))).toContain("This event has started");
  });
});

describe("cache poisoning", () => {
  it.each<[string, Record<string, string>]>([
    ["a forwarded host", { "X-Forwarded-Host": "evil.example" }],
    ["a forwarded scheme", { "X-Forwarded-Proto": "https" }],
    ["another Accept", { Accept: "application/json" }],
    ["a session that is none", { Cookie: "evento.session=evil" }],
    ["a policy of its own", { "Content-Security-Policy": "script-src 'nonce-evil'" }],
    ["a request for the router", { RSC: "1" }],
    ["a prefetch for the router", { RSC: "1", "Next-Router-Prefetch": "1" }],
  ])("by %s is not cached", async (_, headers) => {
    const path = `/events/${await newEvent()}`;
    await ask(path, { headers });
    const page = await (await ask(path)).text();
    expect(page).toMatch(/^<!DOCTYPE html>/);
    expect(page).not.toContain("evil");
  });

  it("by missing pages is not cached: a 404 is rendered again", async () => {
    const event = await newEvent();
    const missing = `/events/${[...event].reverse().join("")}`;
    const answer = await ask(missing);
    expect([answer.status, answer.headers.get("etag"), answer.headers.get("cache-control")]).toEqual([
      404,
      null,
      "no-store",
    ]);
  });

  it("by odd URLs is not cached", async () => {
    for (const path of ["/?page=501", "/?page=x", "/?q=%00", "/?q=a&q=b", `/?q=${"a".repeat(3_000)}`]) {
      const answer = await ask(path);
      expect(answer.status, path).toBeLessThan(500);
    }
    expect((await ask("/?q=a&q=b")).headers.get("etag")).toBeNull();
  });
});

describe("the last page of the list", () => {
  it("leads to no page that is missing, and says how to find later events", async () => {
    const own = await startWorld();
    onTestFinished(() => own.stop());
    const [host] = (await addAccounts(own.database, [{ role: "organiser" }])) as [Account];
    const event = await addEvent(own.database, { createdBy: host.id });
    const [row] = await own.database.sql("select * from events where id = ?", [event]);
    const copies = Array.from({ length: 500 * 24 }, (_, n) => ({
      ...(row as Record<string, string>),
      id: `copy-${n}`,
    }));
    await own.database.insert("events", copies);
    expect((await own.visitor().get("/?page=499")).text).toContain('href="/?page=500"');
    const last = await own.visitor().get("/?page=500");
    expect(last.text).toContain('href="/?page=499"');
    expect(last.text).not.toContain("page=501");
    expect(last.text).toContain("this is the last page");
    expect((await own.visitor().get("/?page=501")).status).toBe(404);
  });
});
