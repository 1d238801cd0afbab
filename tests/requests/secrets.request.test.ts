import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPostgres, sqlitePath } from "@/db/database-url";
import { testPassword, testSecret } from "@/tests/harness/accounts";
import { askRoute, openEveryRoute } from "@/tests/harness/every-route";
import { openVisitor } from "@/tests/harness/http-client";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

const organiserCode = "code-4712-of-organisers";
const smtpPassword = "password-4713-of-mail";

let smtp: SmtpHarness;
let world: World;
let routes: Awaited<ReturnType<typeof openEveryRoute>>;
beforeAll(async () => {
  smtp = await startSmtp({ login: { user: "evento", pass: smtpPassword } });
  world = await startWorld({
    env: { ORGANISER_CODE: organiserCode, SMTP_URL: smtp.url, LISTEN_HOST: "127.0.0.1" },
  });
  routes = await openEveryRoute(world);
});
afterAll(async () => {
  await world?.stop();
  await smtp?.stop();
});

const placeOf = (databaseUrl: string) =>
  isPostgres(databaseUrl) ? new URL(databaseUrl).host : path.dirname(sqlitePath(databaseUrl));

/** What nobody but the process may know, and what shows its inside. */
const secrets = (): [name: string, text: string | RegExp][] => [
  ["AUTH_SECRET", testSecret],
  ["the organisers' code", organiserCode],
  ["the password of the mail server", smtpPassword],
  ["where the database is", placeOf(world.databaseUrl)],
  ["a hash of a password", "$argon2"],
  ["a password", testPassword],
  ["where the program is", process.cwd()],
  ["a stack", /\n\s+at .+:\d+:\d+|\\n\s+at /],
  ["SQL", /\bselect "|\binsert into "|Failed query|SQLITE_/],
  ["a map of the source", "sourceMappingURL"],
];

const foundIn = (text: string) =>
  secrets().flatMap(([name, secret]) =>
    (typeof secret === "string" ? text.includes(secret) : secret.test(text)) ? [name] : [],
  );

describe("no answer", () => {
  it("tells a secret: no page, payload, file or error of any route", async () => {
    const assets = new Set<string>();
    for (const route of Object.values(routes)) {
      const { path, who, status } = route;
      const answered = await askRoute(route);
      // With a mail server nobody can read the mails here.
      expect(answered.status, path).toBe(path.startsWith("/dev/") ? 404 : status);
      for (const answer of [
        answered,
        await who.getRsc(path),
        await who.send(path, { method: "PUT" }),
        await who.send(path, { method: "POST", body: "x" }),
        await who.send(path, { method: "POST", body: "x", headers: { Origin: "https://evil.example" } }),
      ]) {
        expect(answer.status, path).toBeLessThan(500);
        expect(foundIn(answer.text + JSON.stringify([...answer.headers])), path).toEqual([]);
        for (const [asset] of answer.text.matchAll(/\/_next\/static\/[\w./-]+\.(js|css)/g)) assets.add(asset);
      }
    }
    expect(assets.size).toBeGreaterThan(5);
    const guest = world.visitor();
    for (const asset of assets) {
      expect(foundIn((await guest.get(asset)).text), asset).toEqual([]);
      expect((await guest.get(`${asset}.map`)).status, asset).toBe(404);
    }
  });

  it("tells what went wrong inside", async () => {
    await world.database.sql("alter table messages rename to messages_away");
    const route = routes["/dashboard/events/[id]/messages"];
    const failed = [await route?.who.get(route.path), await route?.who.getRsc(route.path)];
    await world.database.sql("alter table messages_away rename to messages");
    // A payload may have begun before it failed.
    expect(failed[0]?.status).toBe(500);
    for (const answer of failed) {
      expect(foundIn(answer?.text ?? "")).toEqual([]);
      expect(answer?.text).not.toMatch(/messages_away|no such table/);
    }
    await expect
      .poll(world.server.log)
      .toMatch(/no such table: messages|relation \\"messages\\" does not exist/);
  });
});

describe("no file", () => {
  it("of the build for browsers has a secret or a map of the source", () => {
    const all = readdirSync(".next/static", { recursive: true, encoding: "utf8" });
    expect(all.filter((file) => file.endsWith(".map"))).toEqual([]);
    const files = all.filter((file) => /\.(js|css|json)$/.test(file));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = readFileSync(path.join(".next/static", file), "utf8");
      expect(foundIn(text), file).toEqual([]);
      expect(text, file).not.toMatch(/AUTH_SECRET|ORGANISER_CODE|SMTP_URL|DATABASE_URL|better-sqlite3/);
    }
  });

  it.each([
    ...[
      "/.git/config",
      "/.git/HEAD",
      "/.env",
      "/.next/BUILD_ID",
      "/package.json",
      "/server.ts",
      "/build/server.mjs",
    ],
    ...[
      "/build/server.mjs.map",
      "/data/auth-secret",
      "/data/evento.db",
      "/_next/",
      "/_next/static/",
      "/_next/server/",
    ],
    ...[
      "/_next/static/../server/app",
      "/_next/static/chunks/",
      "/_next/BUILD_ID",
      "/icons/",
      "/pictures/",
      "/api/",
    ],
    ...["/_next/static/%2e%2e/%2e%2e/package.json", "/door-worker.js/..%2f..%2fpackage.json", "/server-info"],
  ])("is served by accident: %s", async (target) => {
    const answer = await raw(`GET ${target} HTTP/1.1`);
    // A slash at the end is first taken away.
    const without = answer.startsWith("HTTP/1.1 308")
      ? await raw(`GET ${target.replace(/\/$/, "")} HTTP/1.1`)
      : answer;
    expect(without).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(foundIn(answer + without)).toEqual([]);
  });
});

it("echoes no request that TRACE or CONNECT sends", async () => {
  for (const method of ["TRACE", "TRACK", "CONNECT", "DEBUG"]) {
    const answer = await raw(`${method} / HTTP/1.1`);
    expect(answer).not.toContain("X-Echo");
    if (answer) expect(answer).toMatch(/^HTTP\/1\.1 40\d /);
  }
});

it("says to nobody which version of anything it is", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const next = (JSON.parse(readFileSync("node_modules/next/package.json", "utf8")) as { version: string })
    .version;
  for (const route of Object.values(routes)) {
    const { path } = route;
    const { text, headers } = await askRoute(route);
    const head = JSON.stringify([...headers]);
    for (const number of [next, process.versions.node, `Evento ${version}`])
      expect(head + text, `${path} ${number}`).not.toContain(number);
    for (const name of ["server", "x-powered-by", "via", "x-aspnet-version"])
      expect(headers.get(name), path).toBeNull();
  }
});

it("writes no secret to its log, whatever goes wrong", async () => {
  const own = openVisitor(world.server.url);
  await own.send("/sign-in?password=a-password-in-a-query&token=a-token-in-a-query");
  await own.send("/register", { method: "POST", body: new URLSearchParams({ password: "typed-4714" }) });
  await expect.poll(world.server.log).toContain('"path":"/register"');
  const log = world.server.log();
  expect(log.length).toBeGreaterThan(10_000);
  const harmless = ["where the program is", "a stack", "SQL", "where the database is"];
  expect(foundIn(log).filter((name) => !harmless.includes(name))).toEqual([]);
  expect(log).not.toMatch(/in-a-query|typed-4714|evento\.session=/);
});

it("would find each of them", async () => {
  const [user] = await world.database.sql("select password_hash from users");
  const { stack } = new Error("no");
  const texts: Record<string, string> = {
    // As the server has them.
    AUTH_SECRET: testSecret,
    "the organisers' code": JSON.stringify({ code: organiserCode }),
    "the password of the mail server": smtp.url,
    "where the database is": world.databaseUrl,
    "a hash of a password": String(user?.password_hash),
    "a password": JSON.stringify({ password: testPassword }),
    "where the program is": String(stack),
    "a stack": String(stack),
    SQL: 'Failed query: select "id" from "users" where "email" = ?',
    "a map of the source": "//# sourceMappingURL=page.js.map",
  };
  for (const [name] of secrets()) expect(foundIn(`<p>${texts[name]}</p>`)).toContain(name);
  expect(foundIn(JSON.stringify(stack))).toContain("a stack");
});

/** The answer to a request that no client would send. */
async function raw(line: string): Promise<string> {
  const socket = connect(world.server.port, "127.0.0.1");
  socket.write(
    `${line}\r\nHost: localhost\r\nX-Echo: X-Echo\r\nOrigin: ${world.server.url}\r\nConnection: close\r\n\r\n`,
  );
  return String(Buffer.concat(await socket.toArray().catch(() => [])));
}
