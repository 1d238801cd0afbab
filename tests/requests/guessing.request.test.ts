import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import {
  type Account,
  addAccounts,
  addDoorPasses,
  addEvent,
  addTickets,
  lengthenPauses,
  signedId,
  testPassword,
} from "@/tests/harness/accounts";
import { startWorld, type World } from "@/tests/harness/world";

// Behind one proxy, which appends the client's address to what the client says of itself.

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { TRUSTED_PROXY_HOPS: "1" } });
});
afterAll(() => world?.stop());

let forged = 0;

/** The headers of a request from a client that gives itself another address each time. */
function from(client: string) {
  forged += 1;
  const address = `203.0.113.${forged % 250}`;
  return {
    "X-Forwarded-For": `${address}, ${client}`,
    ...{ "X-Real-IP": address, Forwarded: `for=${address}`, "X-Client-IP": address },
  };
}

const newAccount = async (given: Partial<Account> = {}) =>
  (await addAccounts(world.database, [given]))[0] as Account;

/** How often each answer came, in the order of their first. */
function counted(answers: (number | string)[]): [number | string, number][] {
  const counts = new Map<number | string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts];
}

describe("guessing", () => {
  it("a password is limited, whatever the client says of itself, and the right one works from elsewhere", async () => {
    const { email } = await newAccount();
    const visitor = world.visitor();
    const page = await visitor.get("/sign-in");
    const signIn = async (client: string, password: string) =>
      (await world.visitor().submit(page, "Sign in", { email, password }, from(client))).status;
    const answers: number[] = [];
    for (let n = 0; n < 15; n += 1) {
      if (n === 10) await lengthenPauses(world.database, `sign-in:${email}:%`);
      answers.push(await signIn("198.51.100.1", "not the password"));
    }
    expect(counted(answers)).toEqual([
      [200, 10],
      [429, 5],
    ]);
    expect(await signIn("198.51.100.1", testPassword)).toBe(429);
    expect(await signIn("198.51.100.2", testPassword)).toBe(303);
    const rows = await world.database.sql("select action, details from audit_log where subject = ?", [email]);
    expect(rows.map(({ action }) => action).sort()).toEqual([
      "account.refuse-sign-in",
      "account.sign-in-limited",
    ]);
    expect(JSON.stringify(rows)).not.toContain("not the password");
  });

  it("the organiser code is limited, and the right one works from elsewhere", async () => {
    const page = await world.visitor().get("/register");
    const register = async (client: string, organiserCode: string) => {
      const who = { name: "Ada", email: `${newId()}@example.org`, password: "marble tunnel orchard 42" };
      const fields = { ...who, role: "organiser", organiserCode };
      return (await world.visitor().submit(page, "Create account", fields, from(client))).status;
    };
    const answers: number[] = [];
    for (let n = 0; n < 12; n += 1) answers.push(await register("198.51.100.3", `wrong-${n}`));
    expect(counted(answers)).toEqual([
      [200, 10],
      [429, 2],
    ]);
    expect(await register("198.51.100.3", "Dc5_G1gz")).toBe(429);
    expect(await register("198.51.100.4", "Dc5_G1gz")).toBe(303);
  });

  it("a door pass is limited, and whoever has one works on behind the same address", async () => {
    const host = await newAccount({ role: "organiser" });
    const event = await addEvent(world.database, { createdBy: host.id });
    const [pass = ""] = await addDoorPasses(world.database, event, host, ["North"]);
    const open = async (token: string) =>
      (await world.visitor().send(`/door/${token}`, { headers: from("198.51.100.5") })).status;
    const answers: number[] = [];
    for (let n = 0; n < 70; n += 1) answers.push(await open(`${newId()}.${"x".repeat(43)}`));
    expect(counted(answers).map(([status]) => status)).toEqual([404, 429]);
    expect(answers.filter((status) => status === 404).length).toBeLessThanOrEqual(60);
    expect(await open(pass)).toBe(200);
    const ask = async (token: string, path: string, client: string) => {
      const method = path === "list" ? "GET" : "POST";
      const message = { code: "AAAA-AAAA-AAAA-AAAA", nonce: newId(), sentAt: new Date(), done: [] };
      const body = method === "POST" ? JSON.stringify(message) : undefined;
      return (await world.visitor().send(`/door/${token}/${path}`, { method, headers: from(client), body }))
        .status;
    };
    const wrong = `${newId()}.${"x".repeat(43)}`;
    for (const path of ["list", "scan", "sync"]) {
      expect(await ask(wrong, path, "198.51.100.5"), path).toBe(429);
      expect(await ask(pass, path, "198.51.100.5"), path).toBe(200);
      expect(await ask(wrong, path, "198.51.100.6"), path).toBe(404);
    }
  });

  it("the codes of tickets is limited at one door, and others go on", async () => {
    const host = await newAccount({ role: "organiser" });
    const soon = new Date(Date.now() + 3_600_000);
    const event = await addEvent(world.database, { createdBy: host.id, startsAt: soon });
    const [ticket = ""] = await addTickets(world.database, event, [await newAccount()]);
    const [row] = await world.database.sql("select code from tickets where id = ?", [ticket]);
    const [north = "", south = ""] = await addDoorPasses(world.database, event, host, ["North", "South"]);
    const scan = async (pass: string, code: string, client: string) => {
      const body = JSON.stringify({ code, nonce: newId() });
      const headers = { "Content-Type": "application/json", ...from(client) };
      const { text } = await world.visitor().send(`/door/${pass}/scan`, { method: "POST", body, headers });
      const { result, reason } = JSON.parse(text) as { result: string; reason?: string };
      return reason ?? result;
    };
    const guess = (n: number) => `${n}`.padStart(16, "0");
    const answers: string[] = [];
    for (let n = 0; n < 310; n += 1) answers.push(await scan(north, guess(n), `198.51.100.${n % 200}`));
    expect(counted(answers).map(([reason]) => reason)).toEqual(["unknown", "limited"]);
    expect(answers.filter((reason) => reason === "unknown").length).toBeLessThanOrEqual(300);
    expect(await scan(south, String(row?.code), "198.51.100.6")).toBe("checked-in");
  });

  it("a mailed link or a calendar does not end the right one", async () => {
    const { id, email } = await newAccount();
    const reset = newId();
    const at = new Date();
    await world.database.insert("password_resets", [
      { id: reset, email, created_at: at, expires_at: new Date(at.getTime() + 1_800_000) },
    ]);
    const token = signedId("reset-password", reset);
    const open = async (path: string) =>
      (await world.visitor().send(path, { headers: from("198.51.100.7") })).status;
    for (let n = 0; n < 20; n += 1) {
      const wrong = `${"x".repeat(42)}${n % 10}`;
      expect(await open(`/reset-password?token=${reset}.${wrong}`)).toBe(410);
      expect(await open(`/feeds/tickets/${id}.${wrong}.ics`)).toBe(404);
    }
    // Made with the same secret, for something else.
    for (const purpose of ["confirm-email", "door-pass", "ticket-calendar-0"])
      expect(await open(`/reset-password?token=${signedId(purpose, reset)}`)).toBe(410);
    expect(await open(`/feeds/tickets/${signedId("ticket-calendar-0", id)}.ics`)).toBe(200);
    const visitor = world.visitor();
    const form = await visitor.get(`/reset-password?token=${token}`);
    const set = await visitor.submit(form, "Set new password", { password: "violet kettle morning 8" });
    expect(set.location).toBe("/sign-in?reset=1");
  });
});

it("a neighbour who has used up the attempts of an address keeps nobody from a new or right password", async () => {
  const [shared, elsewhere] = ["198.51.100.8", "198.51.100.9"];
  const at = new Date();
  const window = { window_started_at: at, last_at: at, expires_at: new Date(at.getTime() + 600_000) };
  await world.database.insert("rate_limits", [
    { key: `new-password:${shared}`, count: 600, ...window },
    { key: `sign-in-address:${shared}`, count: 100, ...window },
  ]);
  const stranger = world.visitor();
  const forms = { register: await stranger.get("/register"), signIn: await stranger.get("/sign-in") };
  const grace = { name: "Grace", email: "grace@example.org", password: testPassword, role: "attendee" };
  const register = (client: string) =>
    world.visitor().submit(forms.register, "Create account", grace, from(client));
  expect((await register(shared)).status).toBe(429);
  expect((await register(elsewhere)).status).toBe(303);
  const [registration] = await world.database.sql("select id from registrations where email = ?", [
    grace.email,
  ]);
  const confirming = world.visitor();
  const link = `/verify-email?token=${signedId("confirm-email", String(registration?.id))}`;
  const confirm = { password: testPassword };
  const page = await confirming.get(link);
  expect((await confirming.submit(page, "Confirm email address", confirm, from(shared))).location).toBe("/");
  expect((await confirming.get("/account")).text).toContain(grace.email);

  const { email } = await newAccount();
  const owner = world.visitor();
  const signIn = (client: string) =>
    owner.submit(forms.signIn, "Sign in", { email, password: testPassword }, from(client));
  expect((await signIn(shared)).status).toBe(429);
  expect((await signIn(elsewhere)).status).toBe(303);
  const change = { currentPassword: testPassword, newPassword: "violet kettle morning 8" };
  const changed = await owner.submit(await owner.get("/account"), "Change password", change, from(shared));
  expect(changed.location).toBe("/account?done=password");

  const reset = newId();
  await world.database.insert("password_resets", [
    { id: reset, email, created_at: at, expires_at: new Date(at.getTime() + 1_800_000) },
  ]);
  const forgetful = world.visitor();
  const form = await forgetful.get(`/reset-password?token=${signedId("reset-password", reset)}`);
  const set = { password: "violet kettle morning 9" };
  expect((await forgetful.submit(form, "Set new password", set, from(shared))).location).toBe(
    "/sign-in?reset=1",
  );
});
