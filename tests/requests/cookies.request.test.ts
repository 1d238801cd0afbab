import { parseSetCookie } from "cookie";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addAccounts, testPassword } from "@/tests/harness/accounts";
import { askRoute, openEveryRoute, startPasskey } from "@/tests/harness/every-route";
import { readDocument, wordsOf } from "@/tests/harness/html-form";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

// Every cookie that the server sets where people reach it by https.

let smtp: SmtpHarness;
let world: World;
const lines: string[] = [];
const sent = () => lines.map((line) => ({ line, ...parseSetCookie(line) }));

beforeAll(async () => {
  smtp = await startSmtp();
  world = await startWorld({ env: { APP_URL: "https://tickets.example.org", SMTP_URL: smtp.url } });
  const ask = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
    const response = await ask(...request);
    lines.push(...response.headers.getSetCookie());
    return response;
  });
  await register();
  const [account] = await addAccounts(world.database, [{}]);
  await signInWithTwoSteps(String(account?.email));
  expect((await world.visitor().send("/sign-in/passkey", { method: "POST" })).status).toBe(200);
  for (const route of Object.values(await openEveryRoute(world)))
    expect((await askRoute(route)).status, route.path).toBeLessThan(500);
});
afterAll(async () => {
  await world?.stop();
  await smtp?.stop();
});

async function register() {
  const guest = world.visitor();
  const fields = { name: "Ada", email: "ada@example.org", password: testPassword };
  const page = await guest.submit(await guest.get("/register"), "Create account", fields);
  expect(wordsOf(await guest.follow(page))).toContain(fields.email);
}

/** Signs in, turns two-step sign-in on, begins to add a passkey, signs out, and in again with a recovery code. */
async function signInWithTwoSteps(email: string) {
  const visitor = world.visitor();
  const signIn = async () =>
    visitor.submit(await visitor.get("/sign-in"), "Sign in", { email, password: testPassword });
  expect((await signIn()).location).toBe("/");
  const currentPassword = testPassword;
  const begun = await visitor.submit(await visitor.get("/account/two-step"), "Continue", { currentPassword });
  const form = await visitor.follow(begun);
  const secret = /Key((?:[A-Z2-7]{4} ?){8})/.exec(wordsOf(form))?.[1]?.replaceAll(" ", "") ?? "";
  const code = generateSync({ secret, epoch: Date.now() / 1000 });
  const shown = await visitor.follow(await visitor.submit(form, "Turn on two-step sign-in", { code }));
  const codes = [...readDocument(shown).querySelectorAll("main ol li")].map((item) => item.textContent);
  expect(codes).toHaveLength(10);
  await visitor.submit(shown, "I have stored them");
  await startPasskey(visitor);
  expect(wordsOf(await visitor.get("/account/passkey"))).toContain("Phone");
  await visitor.submit(await visitor.get("/account"), "Sign out");
  expect((await signIn()).location).toBe("/sign-in/code");
  const page = await visitor.get("/sign-in/code?use=recovery-code");
  expect((await visitor.submit(page, "Sign in", { recoveryCode: String(codes[0]) })).location).toBe("/");
}

describe("under https, the cookies", () => {
  it("are these, each of which somebody was sent", () => {
    const names = [...new Set(sent().map(({ name }) => name.replace("__Host-", "")))].sort();
    expect(names).toEqual([
      "evento.known-browser",
      "evento.new-key",
      "evento.new-passkey",
      "evento.passkey-challenge",
      "evento.recovery-codes",
      "evento.second-step",
      "evento.sent-to",
      "evento.session",
      "evento.signed-in",
    ]);
  });

  it("belong to this host and to https alone, and are not sent with requests of other sites", () => {
    const isOurs = ({ name, path, domain, secure, sameSite }: ReturnType<typeof sent>[number]) =>
      name.startsWith("__Host-") && path === "/" && domain === undefined && secure && sameSite === "lax";
    expect(sent().filter((cookie) => !isOurs(cookie))).toEqual([]);
  });

  it("are kept from scripts, but for the one that only says that somebody is signed in", () => {
    const readable = sent().filter(({ httpOnly }) => !httpOnly);
    expect(new Set(readable.map(({ name, value }) => `${name}=${value}`))).toEqual(
      new Set(["__Host-evento.signed-in=1", "__Host-evento.signed-in="]),
    );
  });
});
