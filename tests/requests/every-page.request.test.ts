import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  addAccounts,
  addDoorPasses,
  addDrafts,
  addEvent,
  addTickets,
  addWaiting,
  testPassword,
} from "@/tests/harness/accounts";
import { labelledValue, readDocument, wordsOf } from "@/tests/harness/html-form";
import { openVisitor, type Visitor } from "@/tests/harness/http-client";
import { startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
let attendee: Account;
let host: Visitor;
let visitor: Visitor;
let full: string;
let pages: { guest: string[]; visitor: string[]; host: string[] };

beforeAll(async () => {
  world = await startWorld();
  ({ account: organiser, visitor: host } = await world.join({ role: "organiser" }));
  ({ account: attendee, visitor } = await world.join());
  const events: string[] = [];
  for (let each = 0; each < 30; each += 1)
    events.push(await addEvent(world.database, { createdBy: organiser.id, name: `Event ${each}` }));
  const [event = ""] = events;
  const [ticket] = await addTickets(world.database, event, [attendee]);
  [full = ""] = events.slice(-1);
  await world.database.sql("update events set capacity = 2 where id = ?", [full]);
  const [ada, ben, cleo] = (await addAccounts(world.database, Array(3).fill({}))) as [
    Account,
    Account,
    Account,
  ];
  await addTickets(world.database, full, [ada, ben]);
  await addWaiting(world.database, full, [cleo, attendee]);
  const open = [
    "/",
    "/?page=2",
    "/?page=3",
    "/?q=event+1",
    "/?from=2020-01-01&to=2050-01-01",
    `/events/${event}`,
  ];
  const [draft = ""] = await addDrafts(world.database, organiser, [{ name: "Half an idea" }]);
  const [pass] = await addDoorPasses(world.database, event, organiser, ["North entrance"]);
  pages = {
    guest: [
      ...open,
      `/door/${pass}`,
      "/door/none",
      "/register",
      "/register?sent=1",
      "/sign-in",
      "/sign-in?next=%2Ftickets",
      "/sign-in/code",
      "/sign-in/code?use=recovery-code&next=%2Ftickets",
      "/forgot-password",
      "/forgot-password?sent=1",
      "/verify-email",
      "/verify-email?token=x.y",
      "/reset-password?token=x.y",
      "/dev/mailbox",
      "/no-such-page",
    ],
    visitor: [
      ...open,
      "/tickets",
      `/tickets/${ticket}`,
      "/account",
      "/account?done=name",
      "/account/two-step",
      "/account/passkey",
      "/account/two-step?stale=1",
      "/dashboard",
      "/dashboard/events/new",
      "/tickets/none",
    ],
    host: [
      "/dashboard",
      "/dashboard/events/new",
      `/dashboard/events/new?from=${event}`,
      `/dashboard/events/${event}`,
      `/dashboard/events/${event}?q=ada&after=0123456789abcdefghjk`,
      `/dashboard/events/${event}/edit`,
      "/tickets",
      `/dashboard/events/${draft}/edit`,
      `/dashboard/events/${draft}/edit?done=draft`,
      `/dashboard/events/${draft}`,
      `/dashboard/events/${event}/door`,
      `/dashboard/events/${event}/door?q=ada&done=pass`,
      `/dashboard/events/${event}/door?only=scanner`,
      `/dashboard/events/${event}/door-list`,
      `/dashboard/events/${event}/messages`,
      `/dashboard/events/${event}/messages?done=sent`,
      `/dashboard/events/${draft}/messages`,
      `/dashboard/events/${event}/statistics`,
      `/dashboard/events/${draft}/statistics`,
      `/dashboard/events/${event}?show=checked-in&sort=name&done=taken-back`,
      `/dashboard/events/${event}?show=x&show=void&sort=&q=a&q=b&after=&waiting=-1&done=waiting&done=x`,
      `/dashboard/events/${event}/door?q=a&q=b&scan=%00&only=a&only=b`,
    ],
  };
});
afterAll(() => world?.stop());

const everyPage = () => [
  ...pages.guest.map((path) => [world.visitor(), path] as const),
  ...pages.visitor.map((path) => [visitor, path] as const),
  ...pages.host.map((path) => [host, path] as const),
];

describe("reading", () => {
  it("changes nothing: no page writes a row, for any kind of request", async () => {
    const before = await world.database.dump();
    for (const [who, path] of everyPage()) {
      for (const answer of [
        await who.get(path),
        await who.getRsc(path),
        await who.send(path, { method: "HEAD" }),
      ])
        expect(answer.status, path).toBeLessThan(500);
    }
    for (const path of [
      "/api/health/live",
      "/api/health/ready",
      "/api/metrics",
      "/api/viewer",
      "/api/auth/session",
      "/robots.txt",
      "/manifest.webmanifest",
      "/favicon.ico",
      "/sitemap.xml",
      "/events.ics",
      "/events.atom?q=event",
      `${pages.guest[5]}/event.ics`,
      `${pages.guest[5]}/map`,
      `/dashboard${pages.guest[5]}/attendees.csv`,
      `/dashboard${pages.guest[5]}/attendees.csv?show=waiting`,
      `/dashboard${pages.guest[5]}/door/list`,
      `${pages.guest[6]}/list`,
      "/feeds/tickets/nobody.x.ics",
    ])
      expect((await visitor.get(path)).status, path).toBeLessThan(500);
    expect(await world.database.dump()).toEqual(before);
    expect((await visitor.get("/account")).status).toBe(200);
  });

  it("runs no actions: form fields in a URL are ignored", async () => {
    const event = String(pages.guest[5]);
    const before = await world.database.dump();
    for (const path of [
      `${event}?eventId=${event.split("/")[2]}&request=1`,
      "/account?name=Mallory",
      "/tickets?cancel=1",
    ])
      await visitor.get(path);
    expect(await world.database.dump()).toEqual(before);
  });
});

it("offers search engines only the public pages, each at one URL", async () => {
  const event = String(pages.guest[5]);
  const canonical: Record<string, string> = {
    "/": "/",
    "/?page=2": "/?page=2",
    "/?utm_source=a&page=2&q=event+1": "/?q=event+1&page=2",
    [event]: event,
    [`${event}?utm_source=a`]: event,
  };
  const robotsOf = (document: Document) =>
    document.querySelector("meta[name=robots]")?.getAttribute("content") ?? null;
  for (const [path, address] of Object.entries(canonical)) {
    const document = readDocument(await visitor.get(path));
    expect(robotsOf(document), path).toBeNull();
    const href = document.querySelector("link[rel=canonical]")?.getAttribute("href") ?? "";
    expect(new URL(href).href, path).toBe(`http://localhost:${world.server.port}${address}`);
  }
  for (const [who, path] of everyPage()) {
    const answer = await who.get(path);
    if (answer.status !== 200 || path === event || path.split("?", 1)[0] === "/") continue;
    const document = readDocument(answer);
    expect(robotsOf(document), path).toBe("noindex");
    expect(document.querySelector("link[rel=canonical]"), path).toBeNull();
  }
});

it("writes no password, token, code or cookie to its log", async () => {
  const own = await startWorld();
  const guest = own.visitor();
  const secrets = ["a-secret-password-4711", "Dc5_G1gz"];
  const fields = { name: "Ada", email: "logged@example.org", password: secrets[0] ?? "" };
  await guest.submit(await guest.get("/register"), "Create account", {
    ...fields,
    role: "organiser",
    organiserCode: "Dc5_G1gz",
  });
  await guest.submit(await guest.get("/sign-in"), "Sign in", fields);
  await guest.get(`/sign-in?password=${secrets[0]}`);
  const [mail] = await own.database.sql("select id from outbox");
  const token = /token=([\w.-]+)/.exec(wordsOf(await guest.get(`/dev/mailbox/${mail?.id}`)))?.[1] ?? "none";
  const confirm = await guest.get(`/verify-email?token=${token}`);
  await guest.submit(confirm, "Confirm email address", { password: fields.password });
  await guest.get("/reset-password?token=a-secret-token");
  const elsewhere = own.visitor();
  await elsewhere.submit(await elsewhere.get("/sign-in"), "Sign in", fields);
  const { account, visitor: holder } = await own.join();
  const calendar = labelledValue(await holder.get("/account"), "Calendar address");
  for (const address of [
    calendar,
    calendar.replace("/feeds", "/%66eeds"),
    calendar.replace(".", "%2E"),
    `${calendar}/`,
  ])
    await guest.get(address);
  const event = await addEvent(own.database, { createdBy: account.id });
  const [pass = ""] = await addDoorPasses(own.database, event, account, ["North entrance"]);
  for (const path of ["", "/list", "?scan=x"]) await guest.get(`/door/${pass}${path}`);
  secrets.push(
    pass.split(".")[1] ?? "none",
    /\.([\w-]+)\.ics$/.exec(calendar)?.[1] ?? "none",
    token,
    token.split(".")[1] ?? "none",
    "a-secret-token",
    guest.cookie("evento.session") || "none",
  );
  expect((await guest.get("/account")).status).toBe(200);
  await own.stop();
  const log = own.server.log();
  expect(log).toContain('"path":"/verify-email"');
  expect(log).toContain(`"path":"/feeds/tickets/${account.id}.….ics"`);
  expect(log).toContain(`"path":"/door/${pass.split(".")[0]}.…/list"`);
  expect(secrets.length).toBe(8);
  expect(secrets).not.toContain("none");
  for (const secret of secrets) expect(log).not.toContain(secret);
});

describe("every page", () => {
  it("has one title, before its body, a viewport, a language, one main and one h1", async () => {
    const titles = new Set<string>();
    for (const [who, path] of everyPage()) {
      const answer = await who.get(path);
      if (answer.location !== null) continue;
      const document = readDocument(answer);
      expect(document.title, path).toMatch(/\S+ · Evento$/);
      titles.add(document.title);
      expect(
        [...document.querySelectorAll("title")].map((title) => title.closest("svg, body")),
        path,
      ).toEqual([null]);
      expect(document.querySelector("meta[name=viewport]")?.getAttribute("content"), path).toContain(
        "width=device-width",
      );
      expect(document.documentElement.lang, path).toMatch(/^en/);
      expect(document.querySelectorAll("main").length, path).toBe(1);
      expect(document.querySelectorAll("h1").length, path).toBe(1);
      expect(document.querySelector("[style]"), path).toBeNull();
    }
    expect(titles.size).toBeGreaterThan(10);
  });

  it("has its headers, and none with a secret or a version", async () => {
    for (const [who, path] of everyPage()) {
      const { headers } = await who.get(path);
      expect(headers.get("content-security-policy"), path).toMatch(
        /script-src 'self' '(nonce|sha256)-.*frame-ancestors 'none'/,
      );
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      const isPublic = /^\/($|\?|events\/)/.test(path);
      expect(headers.get("cache-control"), path).toContain(isPublic ? "must-revalidate" : "no-store");
      expect(headers.get("x-powered-by") ?? headers.get("server"), path).toBeNull();
    }
  });

  it("lists 24 events, and is compressed on request", async () => {
    const guest = world.visitor();
    const counts = [];
    for (const page of [1, 2, 3]) {
      const document = readDocument(await guest.get(`/?page=${page}`));
      counts.push(document.querySelectorAll("main ul > li").length);
    }
    expect(counts).toEqual([24, 6, 0]);
    expect((await guest.get("/?page=500")).status).toBe(200);
    for (const page of ["501", "0", "-1", "1.5", "x", "99999999999999999999"])
      expect((await guest.get(`/?page=${page}`)).status, page).toBe(404);
    const plain = await guest.get("/");
    const packed = await fetch(world.server.url, { headers: { "Accept-Encoding": "gzip" } });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(await packed.text()).toHaveLength(plain.text.length);
  });
});

describe("the session cookie", () => {
  const signIn = async (who: Visitor, email: string, headers?: Record<string, string>) =>
    who.submit(await who.get("/sign-in"), "Sign in", { email, password: testPassword }, headers);

  it("is HttpOnly and SameSite, and contains only an encrypted session id", async () => {
    const [cookie = ""] = (await signIn(world.visitor(), attendee.email)).headers.getSetCookie();
    expect(cookie).toMatch(/^evento\.session=[\w.-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(attendee.id);
  });

  it("is Secure and bound to the host under https, with HSTS", async () => {
    const smtp = await startSmtp();
    const https = await startWorld({ env: { APP_URL: "https://tickets.example.org", SMTP_URL: smtp.url } });
    const [account] = await addAccounts(https.database, [{}]);
    // As behind a proxy that ends TLS.
    const behind = openVisitor(`http://127.0.0.1:${https.server.port}`);
    const own = { Origin: "https://tickets.example.org" };
    const answer = await signIn(behind, account?.email ?? "", own);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-evento\.session=[\w.-]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    const other = openVisitor(`http://127.0.0.1:${https.server.port}`);
    expect((await signIn(other, account?.email ?? "")).status).toBe(403);
    expect((await behind.get("/account")).text).toContain(account?.email);
    expect((await behind.get("/dev/mailbox")).status).toBe(404);
    await https.stop();
    await smtp.stop();
  });
});

it("keeps all data and sessions after a restart", async () => {
  const own = await startWorld();
  const { account, visitor: owner } = await own.join({ role: "organiser" });
  const event = await addEvent(own.database, { createdBy: account.id, name: "Here to stay" });
  const guest = await own.join();
  const { location } = await guest.visitor.submit(
    await guest.visitor.get(`/events/${event}`),
    "Request ticket",
  );
  await expect.poll(() => own.database.sql("select state from outbox")).toEqual([{ state: "sent" }]);
  const before = await own.database.dump();
  await own.restart();
  expect(await own.database.dump()).toEqual(before);
  expect(wordsOf(await guest.visitor.get(String(location)))).toContain("Here to stay");
  expect(wordsOf(await owner.get(`/dashboard/events/${event}`))).toContain("1 / 100");
  await own.stop();
});
