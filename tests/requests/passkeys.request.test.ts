import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChallenge, verifyNewPasskey } from "@/lib/passkeys/ceremony";
import { newId } from "@/lib/runtime/ids";
import { type Account, forgetLimits, lengthenPauses } from "@/tests/harness/accounts";
import { makeAuthenticator, type Oddity } from "@/tests/harness/authenticator";
import { startPasskey } from "@/tests/harness/every-route";
import { formData, readDocument, wordsOf } from "@/tests/harness/html-form";
import { isSignedIn, type Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let site: { id: string; origin: string };
beforeAll(async () => {
  world = await startWorld();
  site = { id: "localhost", origin: `http://localhost:${world.server.port}` };
});
afterAll(() => world?.stop());

/** An account with a passkey, and the authenticator that has it. */
async function joinWithPasskey(given: Partial<Account> = {}, odd: Oddity = {}) {
  const { account } = await world.join(given);
  const authenticator = makeAuthenticator({ origin: site.origin, rpId: site.id });
  const challenge = newChallenge();
  const made = await verifyNewPasskey(site, challenge, authenticator.create(challenge, account.id, odd));
  if (!made) throw new Error("no passkey");
  await world.database.insert("passkeys", [
    {
      ...{ id: newId(), credential_id: made.credentialId, user_id: account.id, name: "Phone" },
      ...{ public_key: made.publicKey, counter: made.counter, transports: "[]", created_at: new Date() },
    },
  ]);
  return { account, authenticator };
}

/** Asks for a challenge, as the page's script does. */
async function ask(visitor: Visitor): Promise<string> {
  const answer = await visitor.send("/sign-in/passkey", { method: "POST" });
  expect(answer.status).toBe(200);
  const options = JSON.parse(answer.text);
  expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
  return Buffer.from(options.challenge, "base64url").toString();
}

/** Sends the form of passkeys on the sign-in page with what an authenticator answered. */
async function send(visitor: Visitor, response: unknown, next = "") {
  const page = await world.visitor().get(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`);
  const { defaultView: window } = readDocument(page);
  const form = window?.document.querySelector<HTMLInputElement>('input[name="response"]')?.form;
  if (!window || !form) throw new Error("no form");
  const entries = [...new window.FormData(form)] as [string, string][];
  const body = formData([
    ...entries.filter(([name]) => name !== "response"),
    ["response", JSON.stringify(response)],
  ]);
  return visitor.send(form.getAttribute("action") || page.url, { method: "POST", body });
}

/** The cookies of the challenge of a sign-in, and of the passkey that is being added. */
const challengeCookie = "evento.passkey-challenge";
const newPasskey = "evento.new-passkey";

describe("signing in with a passkey", () => {
  it("leads to where one was going, with a new session, and counts as both steps", async () => {
    const { account, authenticator } = await joinWithPasskey();
    await world.database.insert("two_step_sign_ins", [
      { user_id: account.id, sealed_key: "none", turned_on_at: new Date(), last_step: 0 },
    ]);
    const visitor = world.visitor();
    visitor.setCookie("evento.session", "fixed");
    const signed = authenticator.sign(await ask(visitor));
    const answer = await send(visitor, signed, "/tickets");
    expect([answer.status, answer.location]).toEqual([303, "/tickets"]);
    expect(visitor.cookie("evento.session")).not.toBe("fixed");
    expect((await visitor.get("/account")).text).toContain(account.email);
    expect(wordsOf(await visitor.get("/account"))).toContain("last used");
  });

  it("takes an answer once, in the browser that asked", async () => {
    // As synced passkeys do, it always counts 0, so that nothing but its challenge tells answers apart.
    const counter = 0;
    const { authenticator } = await joinWithPasskey({}, { counter });
    const visitor = world.visitor();
    const asked = await visitor.send("/sign-in/passkey", { method: "POST" });
    const challenge = Buffer.from(JSON.parse(asked.text).challenge, "base64url").toString();
    const signed = authenticator.sign(challenge, { counter });
    const sealed = visitor.cookie(challengeCookie);
    expect(asked.headers.get("set-cookie")).toMatch(/HttpOnly/);
    const another = world.visitor();
    expect(wordsOf(await send(another, signed))).toContain("This took too long");
    await ask(another);
    expect(wordsOf(await send(another, signed))).toContain("This passkey does not work here");
    expect((await send(visitor, signed)).location).toBe("/");
    const replay = world.visitor();
    replay.setCookie(challengeCookie, sealed);
    expect(wordsOf(await send(replay, signed))).toContain("This passkey does not work here");
    for (const other of [another, replay]) expect(await isSignedIn(other)).toBe(false);
    expect((await send(replay, authenticator.sign(await ask(replay), { counter }))).location).toBe("/");
  });

  const odd: [string, Oddity][] = [
    ["for another origin", { origin: "https://evil.example" }],
    ["for another site", { rpId: "evil.example" }],
    ["without a check of its user", { verified: false }],
    ["of another challenge", { challenge: "x".repeat(52) }],
    ["of another account", { userHandle: "ZXZl" }],
    ["with an older count", { counter: 1 }],
  ];
  it.each(odd)("refuses an answer %s", async (_, oddity) => {
    const { authenticator } = await joinWithPasskey();
    const visitor = world.visitor();
    const answer = await send(visitor, authenticator.sign(await ask(visitor), oddity));
    expect([answer.status, answer.location]).toEqual([200, null]);
    expect(wordsOf(answer)).toContain("This passkey does not work here");
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it("refuses what is no answer, and a passkey that nobody has, in the same words", async () => {
    const stranger = makeAuthenticator({ origin: site.origin, rpId: site.id });
    const challenge = newChallenge();
    stranger.create(challenge, "nobody");
    const visitor = world.visitor();
    for (const response of [stranger.sign(await ask(visitor)), { id: "x" }])
      expect(wordsOf(await send(visitor, response))).toContain("This passkey does not work here");
    for (const response of [null, [], "x", { id: "" }, { id: "x".repeat(2000) }]) {
      const answer = await send(visitor, response);
      expect([answer.status, answer.location]).toEqual([200, null]);
      expect(wordsOf(answer)).toContain("Your browser sent no passkey. Try again.");
    }
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it("is limited as other sign-ins are", async () => {
    const { account, authenticator } = await joinWithPasskey();
    const visitor = world.visitor();
    await send(visitor, authenticator.sign(await ask(visitor), { verified: false }));
    await lengthenPauses(world.database, `passkey:${account.email}:%`);
    const answer = await send(visitor, authenticator.sign(await ask(visitor)));
    expect(answer.status).toBe(429);
    expect(wordsOf(answer)).toMatch(/Too many failed attempts\. Try again in \d+ seconds?\./);
  });
});

it("gives challenges to its own pages alone, and writes nothing for them", async () => {
  await forgetLimits(world.database);
  const before = await world.database.dump();
  for (const headers of [{ Origin: "https://evil.example" }, { Origin: "null" }])
    expect((await world.visitor().send("/sign-in/passkey", { method: "POST", headers })).status).toBe(403);
  expect((await world.visitor().get("/sign-in/passkey")).status).toBe(405);
  await ask(world.visitor());
  expect(await world.database.dump()).toEqual(before);
});

it("lets passkeys be used on the sign-in page, and made on the page for that, and nowhere else", async () => {
  const { visitor } = await world.join();
  const allowedOn = async (who: Visitor, path: string) =>
    (await who.get(path)).headers.get("permissions-policy")?.match(/publickey-credentials-\w+=\(self\)/g) ??
    [];
  const guest = world.visitor();
  expect(await allowedOn(guest, "/sign-in?next=%2Ftickets")).toEqual(["publickey-credentials-get=(self)"]);
  expect(await allowedOn(visitor, "/account/passkey")).toEqual(["publickey-credentials-create=(self)"]);
  for (const path of ["/", "/register", "/sign-in/code"]) expect(await allowedOn(guest, path)).toEqual([]);
  for (const path of ["/account", "/account/two-step"]) expect(await allowedOn(visitor, path)).toEqual([]);
});

it("says that adding one took too long, instead of asking the browser once more", async () => {
  const { visitor } = await world.join();
  await startPasskey(visitor, "My phone");
  const page = await visitor.get("/account/passkey");
  expect(wordsOf(page)).toMatch(/My phone.*Your browser will ask/);
  const { defaultView: window } = readDocument(page);
  const form = window?.document.querySelector<HTMLFormElement>("main form");
  if (!window || !form) throw new Error("no form");
  const entries = [...new window.FormData(form)] as [string, string][];
  visitor.setCookie(newPasskey, "");
  const body = formData([...entries, ["response", JSON.stringify({ id: "x" })]]);
  const words = wordsOf(await visitor.send("/account/passkey", { method: "POST", body }));
  expect(words).toContain("This took too long, or the passkey was added already. Start again");
  expect(words).not.toMatch(/Your browser will ask|Passkeys need JavaScript/);
});

it("makes none without JavaScript, and says so", async () => {
  const { visitor } = await world.join();
  expect(wordsOf(await visitor.get("/account"))).toContain("Adding one needs JavaScript");
  expect((await visitor.get("/account/passkey")).location).toBe("/account");
});
