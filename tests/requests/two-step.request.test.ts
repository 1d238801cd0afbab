import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Account, addAccounts, testPassword } from "@/tests/harness/accounts";
import { fieldError, readDocument, wordsOf } from "@/tests/harness/html-form";
import { type Answer, isSignedIn, type Visitor } from "@/tests/harness/http-client";
import { freePort } from "@/tests/harness/server";
import { startWorld, type World } from "@/tests/harness/world";

// The clock stands still between restarts, so that each code is known.
const start = new Date("2030-01-01T12:00:00Z");
let clock = start;

let world: World;
beforeAll(async () => {
  world = await startWorld({ now: start, env: { TEST_CLOCK: start.toISOString() } });
});
afterAll(() => world?.stop());

const codeOf = (key: string, seconds = 0) =>
  generateSync({ secret: key, epoch: clock.getTime() / 1000 + seconds });

const currentPassword = testPassword;

/** The words of the list items of a page. */
const items = (page: Answer) =>
  [...readDocument(page).querySelectorAll("main ol li")].map(({ textContent }) => String(textContent));

/** Turns two-step sign-in on as without JavaScript, and returns the key of the app and the recovery codes. */
async function setUp(visitor: Visitor, seconds = -30) {
  const started = await visitor.submit(await visitor.get("/account/two-step"), "Continue", {
    currentPassword,
  });
  expect([started.status, started.location]).toEqual([303, "/account/two-step"]);
  const page = await visitor.follow(started);
  const key = /Key((?:[A-Z2-7]{4} ?){8})/.exec(wordsOf(page))?.[1]?.replaceAll(" ", "") ?? "";
  expect(key).toHaveLength(32);
  const fields = { code: codeOf(key, seconds) };
  const turnedOn = await visitor.submit(page, "Turn on two-step sign-in", fields);
  expect([turnedOn.status, turnedOn.location]).toEqual([303, "/account/two-step"]);
  const codes = items(await visitor.follow(turnedOn));
  expect(codes).toHaveLength(10);
  return { key, codes, page };
}

async function joinWithTwoSteps(given: Partial<Account> = {}) {
  const { account, visitor } = await world.join(given);
  return { account, visitor, ...(await setUp(visitor)) };
}

const enterPassword = async (visitor: Visitor, email: string, next = "") =>
  visitor.submit(await visitor.get(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`), "Sign in", {
    email,
    password: testPassword,
  });

/** A browser in which the password was right. */
async function halfSignedIn(email: string) {
  const visitor = world.visitor();
  const answer = await enterPassword(visitor, email);
  expect(answer.location).toBe("/sign-in/code");
  return { visitor, page: await visitor.follow(answer) };
}

/** The cookie of the key that is being set up. */
const newKey = "evento.new-key";

const auditOf = async (account: Account) =>
  (await world.database.sql("select action from audit_log where subject = ?", [account.id]))
    .map(({ action }) => String(action))
    .sort();

describe("turning two-step sign-in on", () => {
  it("needs the password and a code, replaces this session and ends all others", async () => {
    const { account, visitor } = await world.join();
    const elsewhere = await world.as(account);
    const copy = world.visitor();
    copy.setCookie("evento.session", visitor.cookie("evento.session"));
    const form = await visitor.get("/account/two-step");
    const refused = await visitor.submit(form, "Continue", { currentPassword: "not the password" });
    expect(fieldError(refused, "currentPassword")).toBe("This is not your current password.");
    const { key, page } = await setUp(visitor);
    expect(readDocument(page).querySelector('[aria-label="QR code of the key"] svg')).not.toBeNull();
    expect(readDocument(page).querySelector(`a[href^="otpauth://totp/"][href*="${key}"]`)).not.toBeNull();
    expect(await isSignedIn(visitor)).toBe(true);
    for (const other of [elsewhere, copy]) expect(await isSignedIn(other)).toBe(false);
    const mails = await world.database.sql("select kind from outbox where recipient = ?", [account.email]);
    expect(mails).toEqual([{ kind: "two-step-changed" }]);
  });

  it("refuses a wrong code beside the field, and keeps the key", async () => {
    const { visitor } = await world.join();
    const started = await visitor.submit(await visitor.get("/account/two-step"), "Continue", {
      currentPassword,
    });
    const page = await visitor.follow(started);
    for (const [code, said] of [
      ["000000", /not the code/],
      ["12345", /six digits/],
      ["", /six digits/],
    ] as const) {
      const refused = await visitor.submit(page, "Turn on two-step sign-in", { code });
      expect(fieldError(refused, "code")).toMatch(said);
      expect(items(refused)).toEqual([]);
    }
    expect(wordsOf(await visitor.get("/account/two-step"))).toContain("Set up your app");
  });

  it("is possible only in the session whose password was checked", async () => {
    const { account, visitor } = await world.join();
    await visitor.submit(await visitor.get("/account/two-step"), "Continue", { currentPassword });
    const page = await visitor.get("/account/two-step");
    const key = visitor.cookie(newKey);
    expect(key).not.toBe("");
    const [another, copy] = [await world.as(account), world.visitor()];
    copy.setCookie("evento.session", visitor.cookie("evento.session"));
    for (const other of [another, copy]) other.setCookie(newKey, key);
    expect(wordsOf(await copy.get("/account/two-step"))).toContain("Set up your app");
    expect(wordsOf(await another.get("/account/two-step"))).not.toContain("Set up your app");
    const tried = await another.submit(page, "Turn on two-step sign-in", { code: "000000" });
    expect(tried.location).toBe("/account/two-step?stale=1");
    expect(wordsOf(await another.follow(tried))).toContain("This took too long");
  });

  it("shows the recovery codes until they are stored, and stores none of them in plain", async () => {
    const { visitor, codes } = await joinWithTwoSteps();
    expect(items(await visitor.get("/account/two-step"))).toEqual(codes);
    const stored = await visitor.submit(await visitor.get("/account/two-step"), "I have stored them");
    expect(stored.location).toBe("/account?done=recovery-codes");
    const page = await visitor.get("/account/two-step");
    expect(items(page)).toEqual([]);
    expect(wordsOf(page)).toContain("10 codes are left");
    const everything = JSON.stringify(await world.database.dump());
    for (const code of codes) expect(everything).not.toContain(code.replaceAll(" ", ""));
  });
});

describe("signing in with two steps", () => {
  it("asks for the code after the right password alone, and starts a session only then", async () => {
    const { account, key } = await joinWithTwoSteps();
    const visitor = world.visitor();
    const wrong = await visitor.submit(await visitor.get("/sign-in"), "Sign in", {
      email: account.email,
      password: "not the password",
    });
    expect(wordsOf(wrong)).toContain("Incorrect email or password.");
    expect(visitor.cookie("evento.second-step")).toBe("");
    // What an attacker may have set before.
    visitor.setCookie("evento.session", "fixed");
    const answer = await enterPassword(visitor, account.email, "/tickets");
    expect([answer.status, answer.location]).toEqual([303, "/sign-in/code?next=%2Ftickets"]);
    expect(visitor.cookie("evento.session")).toBe("fixed");
    expect(visitor.cookie("evento.signed-in")).toBe("");
    expect(visitor.cookie("evento.known-browser")).toBe("");
    expect(await isSignedIn(visitor)).toBe(false);
    const page = await visitor.follow(answer);
    const input = readDocument(page).querySelector('input[name="code"]');
    expect([input?.getAttribute("autocomplete"), input?.getAttribute("inputmode")]).toEqual([
      "one-time-code",
      "numeric",
    ]);
    const refused = await visitor.submit(page, "Sign in", { code: "000000" });
    expect([refused.status, refused.location]).toEqual([200, null]);
    expect(fieldError(refused, "code")).toMatch(/wrong, or was used already/);
    const spaced = codeOf(key).replace(/^(...)/, "$1 ");
    const done = await visitor.submit(page, "Sign in", { code: spaced });
    expect([done.status, done.location]).toEqual([303, "/tickets"]);
    expect(visitor.cookie("evento.session")).not.toBe("fixed");
    expect(visitor.cookie("evento.second-step")).toBe("");
    expect(await isSignedIn(visitor)).toBe(true);
    expect(await auditOf(account)).toContain("account.refuse-sign-in");
  });

  it("answers the same words for a wrong password with and without two steps, and with scripts", async () => {
    const { account, key } = await joinWithTwoSteps();
    const [plain] = await addAccounts(world.database, [{}]);
    const said = [];
    for (const email of [account.email, plain?.email ?? "", "nobody@example.org"]) {
      const visitor = world.visitor();
      const fields = { email, password: "not the password" };
      const page = await visitor.submit(await visitor.get("/sign-in"), "Sign in", fields);
      said.push([page.status, wordsOf(page)]);
    }
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
    const visitor = world.visitor();
    const fields = { email: account.email, password: testPassword };
    const answer = await visitor.callAction(await visitor.get("/sign-in"), "Sign in", fields);
    expect(answer.text).toContain('"redirectTo":"/sign-in/code"');
    expect(answer.text).not.toContain("argon2");
    const entered = await visitor.callAction(await visitor.get("/sign-in/code"), "Sign in", {
      code: codeOf(key),
    });
    expect(entered.text).toContain('"redirectTo":"/"');
  });

  it("takes a code once", async () => {
    const { account, key } = await joinWithTwoSteps();
    const first = await halfSignedIn(account.email);
    const second = await halfSignedIn(account.email);
    const code = codeOf(key);
    expect((await first.visitor.submit(first.page, "Sign in", { code })).location).toBe("/");
    const again = await second.visitor.submit(second.page, "Sign in", { code });
    expect(fieldError(again, "code")).toMatch(/used already/);
    expect(await isSignedIn(second.visitor)).toBe(false);
    expect((await second.visitor.submit(second.page, "Sign in", { code: codeOf(key, 30) })).location).toBe(
      "/",
    );
  });

  it("needs a proof of this account's password that is whole, and not too old", async () => {
    const ada = await joinWithTwoSteps();
    const eve = await joinWithTwoSteps();
    const { visitor, page } = await halfSignedIn(eve.account.email);
    const proof = visitor.cookie("evento.second-step");
    // Eve's proof does not take Ada's code.
    const foreign = await visitor.submit(page, "Sign in", { code: codeOf(ada.key) });
    expect(fieldError(foreign, "code")).not.toBeNull();
    const forged = [
      "",
      "x",
      proof.slice(0, -2),
      proof.replace(eve.account.id, ada.account.id),
      proof.replace(/-\d+\./, "-9999999999."),
      ada.visitor.cookie("evento.known-browser"),
    ];
    for (const value of forged) {
      const attacker = world.visitor();
      attacker.setCookie("evento.second-step", value);
      for (const key of [ada.key, eve.key]) {
        const answer = await attacker.submit(page, "Sign in", { code: codeOf(key) });
        expect(wordsOf(answer)).toContain("This took too long");
        expect(await isSignedIn(attacker)).toBe(false);
      }
      expect((await attacker.get("/sign-in/code?next=%2Ftickets")).location).toBe("/sign-in?next=%2Ftickets");
    }
    expect((await visitor.submit(page, "Sign in", { code: codeOf(eve.key) })).location).toBe("/");
  });

  it("limits wrong codes of an account, whichever browser they come from, and says how to go on", async () => {
    const { account, key, visitor: home } = await joinWithTwoSteps();
    const known = home.cookie("evento.known-browser");
    expect(known).not.toBe("");
    for (let tries = 0; tries < 10; tries += 1) {
      const { visitor, page } = await halfSignedIn(account.email);
      expect((await visitor.submit(page, "Sign in", { code: "000000" })).status).toBe(200);
    }
    const { visitor, page } = await halfSignedIn(account.email);
    const limited = await visitor.submit(page, "Sign in", { code: codeOf(key) });
    expect(limited.status).toBe(429);
    expect(wordsOf(limited)).toMatch(
      /Too many wrong codes\. Try again in \d+ minutes?\. If you set a new password/,
    );
    const recovery = await visitor.get("/sign-in/code?use=recovery-code");
    expect((await visitor.submit(recovery, "Sign in", { recoveryCode: "0" })).status).toBe(429);
    // The owner's own browser has attempts of its own.
    visitor.setCookie("evento.known-browser", known);
    expect((await visitor.submit(page, "Sign in", { code: codeOf(key) })).location).toBe("/");
  });

  it("says on both pages who helps without app and recovery codes", async () => {
    const { account } = await joinWithTwoSteps();
    const { visitor, page } = await halfSignedIn(account.email);
    for (const each of [page, await visitor.get("/sign-in/code?use=recovery-code")])
      expect(wordsOf(each)).toContain("Ask the people who run this site");
  });

  it("is possible with a recovery code, once each", async () => {
    const { account, codes } = await joinWithTwoSteps();
    const { visitor, page } = await halfSignedIn(account.email);
    const link = [...readDocument(page).querySelectorAll("a")].find((each) =>
      /recovery code/.test(each.textContent),
    );
    const form = await visitor.get(link?.getAttribute("href") ?? "");
    const [recoveryCode = ""] = codes;
    expect(
      (await visitor.submit(form, "Sign in", { recoveryCode: recoveryCode.toLowerCase() })).location,
    ).toBe("/");
    expect(wordsOf(await visitor.get("/account"))).toContain("9 recovery codes are left.");
    const second = await halfSignedIn(account.email);
    const again = await second.visitor.submit(form, "Sign in", { recoveryCode });
    expect(fieldError(again, "recoveryCode")).toMatch(/used already/);
    expect(await auditOf(account)).toContain("account.use-recovery-code");
  });
});

describe("with two steps, an account", () => {
  it("stays so after its password is changed, which needs no code and ends unfinished sign-ins", async () => {
    const { account, visitor, key } = await joinWithTwoSteps();
    const half = await halfSignedIn(account.email);
    const changed = await visitor.submit(await visitor.get("/account"), "Change password", {
      currentPassword,
      newPassword: "violet kettle morning 8",
    });
    expect(changed.location).toBe("/account?done=password");
    expect(await isSignedIn(visitor)).toBe(true);
    const late = await half.visitor.submit(half.page, "Sign in", { code: codeOf(key) });
    expect(wordsOf(late)).toContain("your password has changed");
    const again = world.visitor();
    const fields = { email: account.email, password: "violet kettle morning 8" };
    const answer = await again.submit(await again.get("/sign-in"), "Sign in", fields);
    expect(answer.location).toBe("/sign-in/code");
    expect((await again.submit(await again.follow(answer), "Sign in", { code: codeOf(key) })).location).toBe(
      "/",
    );
  });

  it("stays so after its password is reset", async () => {
    const { account } = await joinWithTwoSteps();
    const visitor = world.visitor();
    await visitor.submit(await visitor.get("/forgot-password"), "Send reset link", { email: account.email });
    const findMail = async () =>
      (
        await world.database.sql("select id from outbox where recipient = ? and kind = 'reset-password'", [
          account.email,
        ])
      )[0];
    await expect.poll(findMail).toBeDefined();
    const mail = wordsOf(await world.visitor().get(`/dev/mailbox/${(await findMail())?.id}`));
    const link = /\/reset-password\?token=[\w.-]+/.exec(mail)?.[0] ?? "";
    const password = "violet kettle morning 9";
    await visitor.submit(await visitor.get(link), "Set new password", { password });
    const fields = { email: account.email, password };
    const answer = await visitor.submit(await visitor.get("/sign-in"), "Sign in", fields);
    expect(answer.location).toBe("/sign-in/code");
  });

  it("gets new recovery codes, and turns it off, each with the password", async () => {
    const { account, visitor, codes } = await joinWithTwoSteps();
    await visitor.submit(await visitor.get("/account/two-step"), "I have stored them");
    const page = await visitor.get("/account/two-step");
    for (const button of ["Replace the codes", "Yes, turn it off"]) {
      const refused = await visitor.submit(page, button, { currentPassword: "not the password" });
      expect(fieldError(refused, "currentPassword")).toBe("This is not your current password.");
    }
    const renewed = await visitor.submit(page, "Replace the codes", { currentPassword });
    const fresh = items(await visitor.follow(renewed));
    expect(fresh).toHaveLength(10);
    expect(fresh.some((code) => codes.includes(code))).toBe(false);
    const off = await visitor.submit(page, "Yes, turn it off", { currentPassword });
    expect(off.location).toBe("/account?done=two-step-off");
    expect((await enterPassword(world.visitor(), account.email)).location).toBe("/");
    expect((await auditOf(account)).filter((action) => !/sign-in$/.test(action))).toEqual([
      "account.renew-recovery-codes",
      "account.turn-two-step-off",
      "account.turn-two-step-on",
    ]);
  });
});

describe("an unfinished sign-in", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-two-step-"));
  const databaseUrl = `file:${path.join(folder, "evento.db")}`;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("ends after ten minutes, and under another AUTH_SECRET only recovery codes count", async () => {
    const shared = world;
    const port = String(await freePort());
    const serve = (seconds: number, env = {}) => {
      clock = new Date(start.getTime() + seconds * 1000);
      return startWorld({
        databaseUrl,
        now: start,
        env: { PORT: port, TEST_CLOCK: clock.toISOString(), ...env },
      });
    };
    try {
      world = await serve(0);
      const { account, key, codes } = await joinWithTwoSteps();
      const early = await halfSignedIn(account.email);
      const late = await halfSignedIn(account.email);
      await world.stop();
      world = await serve(599);
      expect((await early.visitor.submit(early.page, "Sign in", { code: codeOf(key) })).location).toBe("/");
      await world.stop();
      world = await serve(600);
      const answer = await late.visitor.submit(late.page, "Sign in", { code: codeOf(key, 30) });
      expect(wordsOf(answer)).toContain("This took too long");
      await world.stop();
      world = await serve(660, { AUTH_SECRET: "another secret, as long as it has to be" });
      const { visitor, page } = await halfSignedIn(account.email);
      const lost = await visitor.submit(page, "Sign in", { code: codeOf(key) });
      expect(wordsOf(lost)).toContain("Codes of your app no longer work here. Use a recovery code.");
      const form = await visitor.get("/sign-in/code?use=recovery-code");
      expect((await visitor.submit(form, "Sign in", { recoveryCode: codes[3] ?? "" })).location).toBe("/");
      expect(wordsOf(await visitor.get("/account/two-step"))).toContain(
        "Turn two-step sign-in off, and on again",
      );
    } finally {
      if (world !== shared) await world.stop();
      world = shared;
      clock = start;
    }
  });
});
