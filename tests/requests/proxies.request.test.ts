import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  addAccounts,
  lengthenPauses,
  startSessions,
  testPassword,
} from "@/tests/harness/accounts";
import { changeFields, fieldError, formData, readForm, wordsOf } from "@/tests/harness/html-form";
import { drawPicture, fileOf } from "@/tests/harness/pictures";
import { proxies, type ReverseProxy, startProxy } from "@/tests/harness/proxies";
import { startWorld, type World } from "@/tests/harness/world";

// The files of deploy/ with the real programs, which `npm run test:long` installs.

const settings = {
  APP_URL: "https://tickets.example.org",
  SMTP_URL: "smtp://127.0.0.1:9",
  LISTEN_HOST: "127.0.0.1",
  TRUSTED_PROXY_HOPS: "1",
};
const mebibyte = 1_048_576;

describe.each(proxies)("behind %s", { tags: ["long"] }, (name) => {
  let world: World;
  let proxy: ReverseProxy;
  beforeAll(async () => {
    world = await startWorld({ env: settings });
    proxy = await startProxy(name, world.server.port);
  });
  afterAll(async () => {
    await proxy?.stop();
    await world?.stop();
  });

  const newAccount = async (given: Partial<Account> = {}) =>
    (await addAccounts(world.database, [given]))[0] as Account;

  it("whose own check finds nothing to complain about", async () => {
    const { status, said } = proxy.check;
    expect(status, said).toBe(0);
    expect(said).not.toMatch(/warn|error|deprecat/i);
  });

  it("a request without TLS is led to the same address with it", async () => {
    const [status, location] = await proxy.askWithoutTls("/sign-in?next=%2Ftickets");
    expect([301, 308]).toContain(status);
    expect(location).toBe("https://tickets.example.org/sign-in?next=%2Ftickets");
  });

  it("clients have limits of their own, whatever they say about their address", async () => {
    const { email } = await newAccount();
    const page = await proxy.ask("/sign-in");
    const { action, entries } = readForm(page, "Sign in");
    const signIn = async (from: string, password: string, claim: string) =>
      await proxy.ask(new URL(action, page.url).pathname, {
        from,
        method: "POST",
        body: formData(changeFields(entries, { email, password })),
        headers: { "X-Forwarded-For": claim, "X-Real-IP": claim, Forwarded: `for=${claim}` },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      if (n === 10) await lengthenPauses(world.database, `sign-in:${email}:%`);
      statuses.push((await signIn("127.0.0.1", "not the password", `203.0.113.${n}`)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    expect((await signIn("127.0.0.1", testPassword, "127.0.0.2")).status).toBe(429);
    const other = await signIn("127.0.0.2", testPassword, "127.0.0.1");
    expect(other.status).toBe(303);
    expect(other.headers.get("set-cookie")).toContain("__Host-evento.session=");
  });

  it("figures are not shown, and everything else has its own headers", async () => {
    expect((await proxy.ask("/api/metrics")).status).toBe(404);
    const { status, headers } = await proxy.ask("/");
    expect(status).toBe(200);
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d+/);
    expect(headers.getSetCookie().filter((cookie) => !/; Secure/i.test(cookie))).toEqual([]);
  });

  it("a picture of 8 MB passes, and one of 12 MB is refused with a page or a sentence that says why", async () => {
    const organiser = await newAccount({ role: "organiser" });
    const [session] = await startSessions(world.database, [organiser]);
    const headers = { Cookie: `__Host-evento.session=${session}; __Host-evento.signed-in=1` };
    const page = await proxy.ask("/dashboard/events/new", { headers });
    const { action, entries } = readForm(page, "Create event");
    const drawn = await drawPicture("jpeg");
    const create = async (size: number) => {
      // What stands after a JPEG's end is not part of the picture.
      const picture = fileOf(Buffer.concat([drawn, Buffer.alloc(size - drawn.length)]));
      const fields = {
        ...{ name: "Lantern walk", location: "Pier 7", capacity: "40", time: "18:30", picture },
        date: new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10),
      };
      const body = formData(changeFields(entries, fields));
      return proxy.ask(new URL(action, page.url).pathname, { method: "POST", headers, body });
    };
    const made = await create(8 * mebibyte);
    expect([made.status, fieldError(made, "picture")]).toEqual([303, null]);
    const pictures = "select id from pictures where uploaded_by = ?";
    expect(await world.database.sql(pictures, [organiser.id])).toHaveLength(1);
    const refused = await create(12 * mebibyte);
    expect(refused.status).toBe(413);
    expect(wordsOf(refused)).toMatch(/at most 8 MB.*Go back/);
    expect(await world.database.sql(pictures, [organiser.id])).toHaveLength(1);
  });

  it("a restart is a 503 that says when to try again, and over when Evento is back", async () => {
    await world.server.stop();
    const body = formData([["email", "ada@example.org"]]);
    for (const asking of [{}, { method: "POST", body }]) {
      const away = await proxy.ask("/sign-in", asking);
      expect([away.status, away.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(wordsOf(away)).toBe("Evento is starting. Try again in a few seconds.");
    }
    await world.restart();
    expect((await proxy.ask("/sign-in")).status).toBe(200);
  });
});
