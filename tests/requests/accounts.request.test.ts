import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAccounts, forgetLimits, lengthenPauses, signedId, testPassword } from "@/tests/harness/accounts";
import { fieldError, fieldValue, wordsOf } from "@/tests/harness/html-form";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const organiserCode = "Dc5_G1gz";
const sentence = "This code is incorrect";

const registration = (email: string) => ({ name: "Grace Hopper", email, password: testPassword });

async function register(fields: Record<string, string>) {
  const visitor = world.visitor();
  return visitor.submit(await visitor.get("/register"), "Create account", fields);
}

const userRow = async (email: string) =>
  (await world.database.sql("select * from users where email = ?", [email]))[0];

const registrationsOf = (email: string) =>
  world.database.sql("select * from registrations where email = ? order by created_at", [email]);

/** Path and query of the newest link mailed to an address, from the mailbox. */
async function mailedLink(email: string) {
  const [mail] = await world.database.sql(
    "select id from outbox where recipient = ? order by created_at desc, id",
    [email],
  );
  if (!mail) return "no mail";
  const page = await world.visitor().get(`/dev/mailbox/${mail?.id}`);
  return /\/(?:verify-email|reset-password)\?token=[\w.-]+/.exec(wordsOf(page))?.[0] ?? "no link";
}

describe("the organiser code", () => {
  it("is needed for an organiser account, and a wrong one creates nothing", async () => {
    const email = "no-code@example.org";
    for (const code of ["", "Dc5_G1gy", "dc5_g1gz", "Dc5_G1gz\0", "%"]) {
      const page = await register({ ...registration(email), role: "organiser", organiserCode: code });
      expect(page.status).toBeLessThan(500);
      expect(fieldError(page, "organiserCode")).toMatch(/code/);
      expect(fieldValue(page, "email")).toBe(email);
      expect(page.text).not.toContain(testPassword);
    }
    expect(await registrationsOf(email)).toEqual([]);
  });

  it("cannot be bypassed by a role that the form does not offer", async () => {
    for (const role of ["admin", "Organiser", "organiser ", ""]) {
      const page = await register({ ...registration("odd@example.org"), role });
      expect(page.status).toBeLessThan(500);
      expect(page.location).toBeNull();
    }
    expect(await registrationsOf("odd@example.org")).toEqual([]);
  });

  it("makes a pending registration of an organiser", async () => {
    const email = "right-code@example.org";
    const page = await register({ ...registration(email), role: "organiser", organiserCode });
    expect([page.status, page.location]).toEqual([303, "/register?sent=1"]);
    expect(await registrationsOf(email)).toMatchObject([{ role: "organiser", used_at: null }]);
    expect(await userRow(email)).toBeUndefined();
  });

  it("is in no file for browsers and on no page", async () => {
    const folder = ".next/static";
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const content = readFileSync(path.join(file.parentPath, file.name), "latin1");
      expect(content.includes(organiserCode), file.name).toBe(false);
    }
    const { visitor } = await world.join();
    for (const page of [
      "/",
      "/register",
      "/sign-in",
      "/verify-email",
      "/account",
      "/dashboard",
      "/api/viewer",
    ]) {
      const guest = world.visitor();
      for (const answer of [await guest.get(page), await guest.getRsc(page), await visitor.get(page)])
        expect(answer.text).not.toContain(organiserCode);
    }
  });
});

describe("verification of the address", () => {
  it("is required for sign-in", async () => {
    const email = "pending@example.org";
    await register({ ...registration(email), role: "attendee" });
    const visitor = world.visitor();
    const refused = await visitor.submit(await visitor.get("/sign-in"), "Sign in", {
      email,
      password: testPassword,
    });
    expect(refused.location).toBeNull();
    expect(wordsOf(refused)).toContain("Your email address is not confirmed yet");
    expect(visitor.cookies()).not.toContain("evento.session");

    expect(await userRow(email)).toBeUndefined();
  });

  it("needs the mailed link, which is in no response, cookie or URL of the registration", async () => {
    const email = "watched@example.org";
    const visitor = world.visitor();
    const answers = [await visitor.get("/register")];
    answers.push(
      await visitor.submit(await visitor.get("/register"), "Create account", {
        ...registration(email),
        role: "attendee",
      }),
    );
    answers.push(await visitor.get("/register?sent=1"));
    const link = await mailedLink(email);
    const token = link.split("token=")[1] ?? "";
    const [id = "", signature = ""] = token.split(".");
    expect(signature).toHaveLength(43);
    for (const { text, headers } of answers) {
      const everything = text + JSON.stringify([...headers]);
      expect(everything).not.toContain(id);
      expect(everything).not.toContain(signature);
    }
    for (const wrong of [
      id,
      `${id}.`,
      `${id}.${"A".repeat(43)}`,
      `${id}.${signature}x`,
      token.toUpperCase(),
    ]) {
      const page = await visitor.get(`/verify-email?token=${encodeURIComponent(wrong)}`);
      expect(page.status).toBe(410);
      expect(page.text).not.toContain("Confirm email address</button>");
    }
    expect(await userRow(email)).toBeUndefined();
  });

  it("happens by the button, not by opening the link, only once, and signs in at once", async () => {
    const email = "proves@example.org";
    await register({ ...registration(email), role: "attendee", next: "/tickets" });
    const link = await mailedLink(email);
    const visitor = world.visitor();
    for (let scans = 0; scans < 3; scans += 1) expect((await visitor.get(link)).status).toBe(200);
    expect(await userRow(email)).toBeUndefined();
    const page = await visitor.get(link);
    expect(page.text).not.toContain("Grace Hopper");
    const confirmed = await visitor.submit(page, "Confirm email address", { password: testPassword });
    expect([confirmed.status, confirmed.location]).toEqual([303, "/tickets"]);
    expect((await visitor.get("/account")).text).toContain(email);
    const again = await visitor.submit(page, "Confirm email address", { password: testPassword });
    expect(again.status).toBe(200);
    expect(wordsOf(again)).toContain("Your email address is confirmed");
  });

  it("lands on the dashboard for an organiser, with scripts as well, and ends another session", async () => {
    const email = "organises@example.org";
    await register({ ...registration(email), role: "organiser", organiserCode });
    const { visitor } = await world.join();
    const copy = world.visitor();
    copy.setCookie("evento.session", visitor.cookie("evento.session"));
    const fields = { password: testPassword };
    const answer = await visitor.callAction(
      await visitor.get(await mailedLink(email)),
      "Confirm email address",
      fields,
    );
    expect(answer.text).toContain('"redirectTo":"/dashboard"');
    expect((await visitor.get("/account")).text).toContain(email);
    expect((await copy.get("/account")).location).toMatch(/^\/sign-in/);
  });

  it("asks for the password of that registration, and limits failures as sign-in does", async () => {
    const email = "stranger@example.org";
    await register({ ...registration(email), role: "attendee" });
    const visitor = world.visitor();
    const page = await visitor.get(await mailedLink(email));
    const confirmWith = (password: string) => visitor.submit(page, "Confirm email address", { password });
    const empty = await confirmWith("");
    expect(fieldError(empty, "password")).toBe("Enter your password.");
    for (let tries = 0; tries < 10; tries += 1) {
      const refused = await confirmWith("not the password");
      expect(refused.location).toBeNull();
      expect(fieldError(refused, "password")).toMatch(/not the password you chose/);
      expect(refused.text).not.toContain('value="not the password"');
    }
    const [registered] = await registrationsOf(email);
    await lengthenPauses(world.database, `sign-in:${registered?.id}`);
    const limited = await confirmWith(testPassword);
    expect(limited.status).toBe(429);
    expect(wordsOf(limited)).toMatch(/Too many failed attempts\. Try again in \d+ seconds?\./);
    expect(await userRow(email)).toBeUndefined();
    expect(visitor.cookies()).not.toContain("evento.session");
  });
});

describe("registering again", () => {
  it("answers the same for an unknown, a pending and a known address, also at the sign-in that follows", async () => {
    const [known] = await addAccounts(world.database, [{ email: "known@example.org" }]);
    const before = await userRow("known@example.org");
    const password = "another long phrase";
    const answers = [];
    for (const email of ["unknown@example.org", "unknown@example.org", known?.email ?? ""]) {
      const page = await register({ ...registration(email), role: "attendee", password });
      const visitor = world.visitor();
      const signIn = (typed: string) =>
        visitor.get("/sign-in").then((form) => visitor.submit(form, "Sign in", { email, password: typed }));
      const [right, wrong] = [await signIn(password), await signIn("not the password")];
      expect(wordsOf(right)).toContain("Your email address is not confirmed yet");
      expect(visitor.cookies()).not.toContain("evento.session");
      const words = [page, right, wrong].map((answer) => wordsOf(answer).replaceAll(email, "the address"));
      answers.push([page.status, page.location, right.status, wrong.status, ...words]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await userRow("known@example.org")).toEqual(before);
    const kinds = () =>
      world.database.sql("select kind from outbox where recipient = ?", ["known@example.org"]);
    await expect.poll(kinds).toEqual([{ kind: "address-already-registered" }]);
    const visitor = world.visitor();
    const fields = { email: "known@example.org", password: testPassword };
    expect((await visitor.submit(await visitor.get("/sign-in"), "Sign in", fields)).location).toBe("/");
  });

  it("leaves the link of each registration to its own password, until the first is confirmed", async () => {
    const email = "contested@example.org";
    await register({ ...registration(email), role: "attendee" });
    const own = await mailedLink(email);
    // More than may be mailed in an hour.
    for (let tries = 0; tries < 6; tries += 1)
      await register({ name: "Mallory", email, password: "typed by a stranger", role: "attendee" });
    expect(await registrationsOf(email)).toHaveLength(5);
    const foreign = await mailedLink(email);
    expect(foreign).not.toBe(own);
    const visitor = world.visitor();
    const confirm = async (link: string) =>
      visitor.submit(await visitor.get(link), "Confirm email address", { password: testPassword });
    expect(fieldError(await confirm(foreign), "password")).not.toBeNull();
    expect((await confirm(own)).location).toBe("/");
    expect(await userRow(email)).toMatchObject({ name: "Grace Hopper" });
    expect(wordsOf(await world.visitor().get(foreign))).toContain("Your email address is confirmed");
  });

  it("creates one account of twenty simultaneous requests and confirmations", async () => {
    const email = "twice@example.org";
    const visitor = world.visitor();
    const page = await visitor.get("/register");
    const fields = { ...registration(email), role: "attendee" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => visitor.submit(page, "Create account", fields)),
    );
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
      new Set(["303 /register?sent=1"]),
    );
    const confirmation = await world.visitor().get(await mailedLink(email));
    await Promise.all(
      Array.from({ length: 5 }, () =>
        world.visitor().submit(confirmation, "Confirm email address", { password: testPassword }),
      ),
    );
    const users = await world.database.sql("select id from users where email = ?", [email]);
    expect(users).toHaveLength(1);
  });
});

describe("a forgotten password", () => {
  it("leaves the same rows and answer for an unknown and a known address, and mails the known one alone", async () => {
    const [known] = await addAccounts(world.database, [{ email: "forgets@example.org" }]);
    const rowsFor = async (email: string) => {
      const visitor = world.visitor();
      const page = await visitor.submit(await visitor.get("/forgot-password"), "Send reset link", { email });
      const resets = await world.database.sql("select next, used_at from password_resets where email = ?", [
        email,
      ]);
      const mails = await world.database.sql("select event_id from outbox where recipient = ?", [email]);
      return { page: [page.status, page.location, page.text], resets, mails };
    };
    const ofUnknown = await rowsFor("never-heard-of@example.org");
    expect(ofUnknown.resets).toHaveLength(1);
    expect(await rowsFor(known?.email ?? "")).toEqual(ofUnknown);
    expect(await mailedLink(known?.email ?? "")).toMatch(/^\/reset-password\?token=/);
    const [row] = await world.database.sql("select id from outbox where recipient = ?", [
      "never-heard-of@example.org",
    ]);
    expect((await world.visitor().get(`/dev/mailbox/${row?.id}`)).status).toBe(404);
    expect(wordsOf(await world.visitor().get("/dev/mailbox"))).not.toContain("never-heard-of@example.org");
  });
});

it("runs an action only on the page with its form", async () => {
  const [account] = await addAccounts(world.database, [{}]);
  const visitor = world.visitor();
  const page = await visitor.get("/sign-in");
  const fields = { email: account?.email ?? "", password: testPassword };
  // The mails of the tests before are being sent.
  await expect.poll(() => world.database.sql("select id from outbox where state = 'queued'")).toEqual([]);
  await forgetLimits(world.database);
  const before = await world.database.dump();
  const elsewhere = await visitor.callAction({ ...page, url: `${world.server.url}/` }, "Sign in", fields);
  expect(elsewhere.text).not.toContain("redirectTo");
  expect(visitor.cookies()).not.toContain("evento.session");
  expect(await world.database.dump()).toEqual(before);
  const signedIn = await visitor.callAction(page, "Sign in", fields);
  expect(signedIn.text).toContain('"redirectTo":"/"');
  expect(visitor.cookies()).toContain("evento.session");
});

it("refuses a password that is easy to guess", async () => {
  const weak = { ...registration("weak@example.org"), password: "GraceHopper!2026" };
  const pages = await Promise.all([register(weak), register(weak), register(weak)]);
  for (const page of pages) expect(fieldError(page, "password")).toMatch(/too easy to guess/);
  expect(await userRow(weak.email)).toBeUndefined();
});

describe("signing in without JavaScript", () => {
  const signInAs = async (email: string, typed = testPassword) => {
    const visitor = world.visitor();
    const page = await visitor.submit(await visitor.get("/sign-in"), "Sign in", { email, password: typed });
    return { page, visitor };
  };

  /** Fails so often that the next attempt has to wait for half a minute. */
  const failOften = async (email: string) => {
    await signInAs(email, "not the password");
    await lengthenPauses(world.database, `sign-in:${email}:%`);
  };

  it("shows a refusal in the form's words on the page, and keeps the typed address", async () => {
    const [known, tried] = await addAccounts(world.database, [{}, {}]);
    const pending = "not-confirmed@example.org";
    await register(registration(pending));
    await failOften(tried?.email ?? "");
    const refused: [string | undefined, string, number, RegExp][] = [
      [tried?.email, testPassword, 429, /Too many failed attempts\. Try again in \d+ seconds?\./],
      ["nobody@example.org", testPassword, 200, /Incorrect email or password\./],
      [known?.email, "not the password", 200, /Incorrect email or password\./],
      [pending, testPassword, 200, /Your email address is not confirmed yet\..*Send the mail again/],
    ];
    for (const [email = "", typed, status, words] of refused) {
      const { page, visitor } = await signInAs(email, typed);
      expect([page.status, page.location, fieldValue(page, "email")], email).toEqual([status, null, email]);
      expect(wordsOf(page)).toMatch(words);
      expect(page.text).not.toContain(typed);
      expect(visitor.cookies()).not.toContain("evento.session");
    }
  });

  it("stays possible for its owner while others in the same network guess the password", async () => {
    const [account] = await addAccounts(world.database, [{}]);
    const email = account?.email ?? "";
    const { visitor: home } = await signInAs(email);
    await home.submit(await home.get("/account"), "Sign out");
    await failOften(email);
    expect((await signInAs(email)).page.status).toBe(429);
    const signIn = async (browser: typeof home, password: string) =>
      browser.submit(await browser.get("/sign-in"), "Sign in", { email, password });
    expect((await signIn(home, testPassword)).location).toBe("/");
    // In a new browser the mailed link is the way.
    const elsewhere = world.visitor();
    await elsewhere.submit(await elsewhere.get("/forgot-password"), "Send reset link", { email });
    const form = await elsewhere.get(await mailedLink(email));
    await elsewhere.submit(form, "Set new password", { password: "violet kettle morning 8" });
    expect((await signIn(elsewhere, "violet kettle morning 8")).location).toBe("/");
  });

  it("is possible only with the form: next-auth's own paths are 404", async () => {
    const visitor = world.visitor();
    for (const action of ["csrf", "session", "providers", "signin", "signout", "callback/credentials"]) {
      expect((await visitor.get(`/api/auth/${action}`)).status, action).toBe(404);
      const answer = await visitor.send(`/api/auth/${action}`, {
        method: "POST",
        body: new URLSearchParams(),
      });
      expect(answer.status, action).toBe(404);
    }
  });
});

it("says of each of two links for a new password whether it works", async () => {
  const [account] = await addAccounts(world.database, [{}]);
  const email = account?.email ?? "";
  const visitor = world.visitor();
  for (let asked = 0; asked < 2; asked += 1) {
    const form = await visitor.get("/forgot-password");
    const sent = await visitor.follow(await visitor.submit(form, "Send reset link", { email }));
    expect(wordsOf(sent)).toContain("The link expires in 30 minutes.");
  }
  const rows = await world.database.sql(
    "select id from password_resets where email = ? order by created_at, id",
    [email],
  );
  const [older = "", newer = ""] = rows.map(
    ({ id }) => `/reset-password?token=${signedId("reset-password", String(id))}`,
  );
  const form = await visitor.get(older);
  const fields = { password: "violet kettle morning 8" };
  expect((await visitor.submit(form, "Set new password", fields)).location).toBe("/sign-in?reset=1");
  expect(wordsOf(await visitor.get(older))).toContain("This link has already been used.");
  const other = await visitor.get(newer);
  expect(other.status).toBe(410);
  expect(wordsOf(other)).toContain("Your password has changed since this link was sent. Request a new link");
});

describe("a session", () => {
  it("ends on the server at sign-out, so that a copied cookie is invalid", async () => {
    const { visitor, account } = await world.join();
    const copy = world.visitor();
    copy.setCookie("evento.session", visitor.cookie("evento.session"));
    expect((await copy.get("/account")).text).toContain(account.email);
    const out = await visitor.submit(await visitor.get("/account"), "Sign out");
    expect(out.location).toBe("/");
    expect((await copy.get("/account")).location).toMatch(/^\/sign-in/);
    expect((await copy.get("/api/viewer")).text).toBe("null");
  });

  it("ends when the same browser signs in again, also as somebody else", async () => {
    const { visitor, account } = await world.join();
    const [other] = await addAccounts(world.database, [{}]);
    // Loaded before the sign-in, because a signed-in visitor gets no form.
    const page = await world.visitor().get("/sign-in");
    for (const email of [account.email, other?.email ?? ""]) {
      const copy = world.visitor();
      copy.setCookie("evento.session", visitor.cookie("evento.session"));
      expect((await copy.get("/account")).status).toBe(200);
      await visitor.submit(page, "Sign in", { email, password: testPassword });
      expect((await visitor.get("/account")).text).toContain(email);
      expect((await copy.get("/account")).location).toMatch(/^\/sign-in/);
    }
  });

  it("redirects only to paths of this site", async () => {
    const [account] = await addAccounts(world.database, [{}]);
    const outside = [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "/..//evil.example",
      "javascript:x",
    ];
    for (const next of outside) {
      const visitor = world.visitor();
      const page = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
      const fields = { email: account?.email ?? "", password: testPassword, next };
      expect((await visitor.submit(page, "Sign in", fields)).location).toBe("/");
    }
  });
});

// Last, because afterwards this address may not try a code for an hour.
it("limits wrong organiser codes to ten, and creates no attendee instead", async () => {
  const own = await startWorld();
  const visitor = own.visitor();
  const page = await visitor.get("/register");
  const said: string[] = [];
  for (let tries = 0; tries < 20; tries += 1) {
    const fields = {
      ...registration(`try${tries}@example.org`),
      role: "organiser",
      organiserCode: `wrong-${tries}`,
    };
    const answer = await visitor.submit(page, "Create account", fields);
    said.push(`${answer.status} ${wordsOf(answer).includes(sentence) ? "wrong" : "limited"}`);
  }
  expect(said).toEqual([...Array(10).fill("200 wrong"), ...Array(10).fill("429 limited")]);
  const right = { ...registration("late@example.org"), role: "organiser", organiserCode };
  expect((await visitor.submit(page, "Create account", right)).status).toBe(429);
  expect(await own.database.sql("select id from users")).toEqual([]);
  expect(await own.database.sql("select id from outbox")).toEqual([]);
  await own.stop();
});

it("turns reminders off and on again, without scripts", async () => {
  const { account, visitor } = await world.join();
  const wanted = async () => Boolean((await userRow(account.email))?.reminders);
  for (const [button, said, wants] of [
    ["Turn reminders off", "Reminders turned off.", false],
    ["Turn reminders on", "Reminders turned on.", true],
  ] as const) {
    const page = await visitor.follow(await visitor.submit(await visitor.get("/account"), button));
    expect(wordsOf(page)).toContain(said);
    expect(await wanted()).toBe(wants);
  }
  expect(
    (await visitor.submit(await visitor.get("/account"), "Turn reminders off", { reminders: "?" })).status,
  ).toBe(200);
  expect(await wanted()).toBe(true);
  const { visitor: organiser } = await world.join({ role: "organiser" });
  expect(wordsOf(await organiser.get("/account"))).not.toContain("Reminders");
});
