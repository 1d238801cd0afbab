import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActionRow, actions, type RouteRow, routes } from "@/tests/harness/access-table";
import { forgetLimits, testPassword } from "@/tests/harness/accounts";
import { callOf, readActions } from "@/tests/harness/built-actions";
import { wordsOf } from "@/tests/harness/html-form";
import { type Identity, identities, type Scene, setScene } from "@/tests/harness/scene";
import { startWorld, type World } from "@/tests/harness/world";

/** The paths of the built routes. Next adds a hash to those of pictures made by code. */
const readRoutes = () =>
  Object.values(
    JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8")) as Record<string, string>,
  )
    .filter((route) => !route.startsWith("/_"))
    .map((route) => [route.replace(/-[0-9a-z]{6}$/, ""), route] as const);

/** What is in the build and not in the table, and the other way round. */
function compare(found: Iterable<string>, entered: Iterable<string>): string[] {
  const [built, table] = [new Set(found), new Set(entered)];
  return [
    ...[...built].filter((each) => !table.has(each)).map((each) => `not in the table: ${each}`),
    ...[...table].filter((each) => !built.has(each)).map((each) => `not in the build: ${each}`),
  ];
}

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await startWorld();
  scene = await setScene(world);
});
afterAll(() => world?.stop());

async function askRoute({ route, path, body }: RouteRow, who: Identity, as = who): Promise<number> {
  const hashed = readRoutes().find(([name]) => name === route)?.[1] ?? route;
  const address = path(scene, who).replace(/opengraph-image$/, hashed.split("/").at(-1) ?? "");
  const sending = body && {
    ...{ method: "POST", body: JSON.stringify(body(scene)), headers: { "Content-Type": "application/json" } },
  };
  return (await scene.visitorOf(as).send(address, sending)).status;
}

const actionRequest = ({ action, fields }: ActionRow, { in: at, who }: { in: Scene; who: Identity }) =>
  callOf(action, fields(at, who));

/** What an action answers: see `ActionRow`. Statuses of refusals are what the others get. */
async function askAction(row: ActionRow, who: Identity, at = scene): Promise<string> {
  const request = actionRequest(row, { in: at, who });
  const answer = await at.visitorOf(who).send(row.path(at, who), { method: "POST", ...request });
  const to = /"redirectTo":"([^"]*)"/.exec(answer.text)?.[1];
  const reason = /"refusal":\{"reason":"([\w-]+)"/.exec(answer.text)?.[1];
  if (to?.endsWith("?stale=1")) return "stale";
  if (to) return to.startsWith("/sign-in") && !to.includes("reset") ? "sign-in" : "done";
  const status = { "not-found": 404, "signed-out": 401, limited: 429 }[reason ?? ""] ?? 200;
  return answer.status === status && reason ? reason : `${answer.status} ${answer.text.slice(0, 300)}`;
}

/** The cells whose answer is not the expected one. */
async function faultsOf<Row extends { expected: Record<Identity, string | number> }>(
  rows: Row[],
  ask: (row: Row, who: Identity) => Promise<string | number>,
  which: (expected: string | number) => boolean = () => true,
): Promise<string[]> {
  const faults: string[] = [];
  for (const row of rows)
    for (const who of identities) {
      const expected = row.expected[who];
      if (!which(expected)) continue;
      const answer = await ask(row, who);
      const name = "route" in row ? row.route : "action" in row ? row.action : "";
      if (answer !== expected) faults.push(`${name} for ${who}: ${answer} instead of ${expected}`);
    }
  return faults;
}

it("signs nobody in whose address is not confirmed, who then is the visitor `unverified`", async () => {
  const una = scene.visitorOf("unverified");
  const fields = { email: "una@example.org", password: testPassword };
  const form = { ...fields, name: "Una", role: "attendee" };
  await una.submit(await una.get("/register"), "Create account", form);
  const answer = await una.submit(await una.get("/sign-in"), "Sign in", fields);
  expect(wordsOf(answer)).toContain("not confirmed");
  expect(una.cookies()).not.toContain("evento.session=");
  await expect
    .poll(() => world.database.sql("select state from outbox where recipient = ?", [fields.email]))
    .toEqual([{ state: "sent" }]);
});

const cells = (rows: unknown[]) => rows.length * identities.length;

describe("the table of who may what", () => {
  it("has every route and every action of the build, and no other", () => {
    const found = readRoutes().map(([route]) => route);
    expect(
      compare(
        found,
        routes.map(({ route }) => route),
      ),
    ).toEqual([]);
    expect(
      compare(
        readActions().keys(),
        actions.map(({ action }) => action),
      ),
    ).toEqual([]);
  });

  it("notices a route or an action that is missing, and one that is gone", () => {
    expect(compare(["/", "/new/[id]"], ["/"])).toEqual(["not in the table: /new/[id]"]);
    expect(compare(["/"], ["/", "/old"])).toEqual(["not in the build: /old"]);
  });

  it(`is what each of ${cells(routes)} requests of a route gets`, async () => {
    expect(await faultsOf(routes, askRoute)).toEqual([]);
  });

  it("notices a page that is open to somebody else", async () => {
    const [row] = routes.filter(({ route }) => route === "/dashboard/events/[id]/statistics");
    const open = await faultsOf([row as RouteRow], (each, who) =>
      askRoute(each, who, who === "attendee" ? "creator" : who),
    );
    expect(open).toEqual(["/dashboard/events/[id]/statistics for attendee: 200 instead of 404"]);
  });
});

const isDone = (expected: string | number) => expected === "done";

describe(`each of ${cells(actions)} calls of an action`, () => {
  // Refusals are counted and recorded.
  const withoutCounts = async () => ({ ...(await world.database.dump()), rate_limits: [], audit_log: [] });

  it("that is refused changes nothing", async () => {
    const before = await withoutCounts();
    expect(await faultsOf(actions, askAction, (expected) => !isDone(expected))).toEqual([]);
    expect(await withoutCounts()).toEqual(before);
  });

  it("from another site, without an origin or with forged headers is refused before it runs", async () => {
    const { url } = world.server;
    const origins = [
      "https://evil.example",
      "null",
      "",
      `${url}.evil.example`,
      url.replace("http:", "https:"),
    ];
    await forgetLimits(world.database);
    const before = await world.database.dump();
    const posts = [
      ...actions.map((row) => {
        const who = identities.find((each) => isDone(row.expected[each])) ?? "public";
        return { who, path: row.path(scene, who), ...actionRequest(row, { in: scene, who }) };
      }),
      ...routes
        .filter(({ body }) => body)
        .map(({ path, body }) => ({
          ...{ who: "creator" as const, path: path(scene, "door pass"), headers: {} },
          body: JSON.stringify(body?.(scene)),
        })),
    ];
    for (const { who, path, headers, body } of posts)
      for (const Origin of origins) {
        const forged = {
          ...{ Origin, "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
          Forwarded: "host=evil.example;proto=https",
        };
        const answer = await scene
          .visitorOf(who)
          .send(path, { method: "POST", body, headers: { ...headers, ...forged } });
        expect([answer.status, answer.location], `${path} ${Origin}`).toEqual([403, null]);
        expect(answer.text).toContain("This request was refused");
      }
    expect(await world.database.dump()).toEqual(before);
  });

  it("with another method is refused, also when a header or a field asks for another one", async () => {
    await forgetLimits(world.database);
    const before = await world.database.dump();
    const owner = scene.visitorOf("creator");
    for (const { path } of [...actions, ...routes.filter(({ body }) => body)]) {
      const address = path(scene, "door pass");
      for (const method of ["PUT", "PATCH", "DELETE"])
        expect((await owner.send(address, { method })).status, `${method} ${address}`).toBe(405);
      const headers = { "X-HTTP-Method-Override": "POST", "X-Method-Override": "POST" };
      const asked = await owner.send(`${address}${address.includes("?") ? "&" : "?"}_method=POST`, {
        headers,
      });
      expect(asked.status, address).not.toBe(500);
    }
    expect(await world.database.dump()).toEqual(before);
  });

  it("and each page says the site's own address, whatever host a request names", async () => {
    const { port, url } = world.server;
    const forged = {
      ...{ Host: "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
      ...{ Forwarded: "host=evil.example;proto=https", "X-Forwarded-Port": "444" },
    };
    /** Without `fetch`, which does not let one choose the host. */
    const send = async (path: string, cookie = "", headers: Record<string, string> = {}, body?: Buffer) => {
      const method = body ? "POST" : "GET";
      const request = http.request({
        port,
        path,
        method,
        headers: { ...forged, ...headers, Cookie: cookie },
      });
      request.end(body);
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      return { response, body: await text(response) };
    };
    const deceived: string[] = [];
    for (const row of routes.filter((each) => !each.body))
      for (const who of ["public", "creator", "holder"] as const) {
        const answer = await send(row.path(scene, who), scene.visitorOf(who).cookies());
        const written = `${JSON.stringify(answer.response.headers)} ${answer.body}`;
        if (/evil\.example|:444\b/.test(written)) deceived.push(`${row.route} for ${who}`);
      }
    expect(deceived).toEqual([]);
    const [row] = actions.filter(({ action }) => action.endsWith("#sendResetLink"));
    const posted = new Request(url, {
      method: "POST",
      ...actionRequest(row as ActionRow, { in: scene, who: "public" }),
    });
    const headers = { ...Object.fromEntries(posted.headers), origin: url };
    const body = Buffer.from(await posted.arrayBuffer());
    expect((await send("/forgot-password", "", headers, body)).response.statusCode).toBe(200);
    const mail = () =>
      world.database.sql("select id, state, facts from outbox where kind = 'reset-password'");
    await expect.poll(mail).toMatchObject([{ state: "sent" }]);
    const [sent] = await mail();
    const shown = await world.visitor().get(`/dev/mailbox/${sent?.id}`);
    expect(shown.text).toContain(`${url}/reset-password?token=`);
    expect(shown.text).not.toContain("evil.example");
  });

  it("that is allowed is done", async () => {
    // Each in a scene of its own, because it changes what the next one would find.
    const fresh = async (row: ActionRow, who: Identity) => askAction(row, who, await setScene(world));
    expect(await faultsOf(actions, fresh, isDone)).toEqual([]);
  });
});
