import { hash } from "@node-rs/argon2";
import { parseSetCookie } from "cookie";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, rateLimits, sessions, users } from "@/db/schema";
import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { type LimitName, secondsUntilAllowed } from "@/lib/rate-limits/rate-limit";
import { Busy } from "@/lib/runtime/busy";
import { withDatabase } from "@/tests/harness/database";
import { createRegistration, createUser, testNow } from "@/tests/harness/factories";
import { authenticatePasskey, authenticateRegistration } from "./authenticate";
import { type KnownBrowser, knownBrowserCookie, readKnownBrowser } from "./known-browser";
import { type FailureLimit, limitFailures } from "./limit-failures";
import {
  endSession,
  endSessionsOf,
  findLiveSession,
  listSessions,
  startSession,
  touchSession,
} from "./sessions";
import { signInWithCredentials } from "./sign-in-with-credentials";

const authenticateTyped = (
  { id, email }: { id: string; email: string },
  typed: string,
  from = browser.clientAddress,
) => authenticateRegistration({ id, email, password: typed }, { clientAddress: from, now: testNow });

const password = "violet kettle morning 7";
const browser = { clientAddress: "203.0.113.7", userAgent: "a browser", known: null };
const later = (ms: number) => new Date(testNow.getTime() + ms);
const day = 86_400_000;

const ada = (given = {}) => createUser({ email: "ada@example.org", password, ...given });
type From = { email?: string; at?: Date; from?: string; known?: KnownBrowser | null };
const tryIn = (
  typed = password,
  { email = "ada@example.org", at = testNow, from = browser.clientAddress, known = null }: From = {},
) => signInWithCredentials({ email, password: typed }, { ...browser, clientAddress: from, known }, at);

/** Uses up so many of a limit. */
const spend = (name: LimitName, who: string, count: number, expiresAt = later(60_000)) =>
  transaction(async (tx) => {
    const times = { windowStartedAt: testNow, lastAt: testNow, expiresAt };
    await tx.insert(rateLimits).values({ key: `${name}:${who}`, count, ...times });
  });

const countOf = (reason: string, outcomes: Awaited<ReturnType<typeof tryIn>>[]) =>
  outcomes.filter((outcome) => !outcome.ok && outcome.reason === reason).length;

describe("signInWithCredentials", () => {
  withDatabase();

  it("starts a session of the account", async () => {
    const user = await ada({ role: "organiser" });
    const outcome = await tryIn();
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(outcome.value.role).toBe("organiser");
    expect(await findLiveSession(outcome.value.sessionId ?? "", testNow)).toMatchObject({
      user: { id: user.id, name: user.name, email: user.email, role: "organiser" },
    });
  });

  it("ends the old session of the same browser, and none when the sign-in is refused", async () => {
    await ada();
    await createUser({ email: "grace@example.org", password });
    const replace = (typed: string, sessionId: string, email = "grace@example.org") =>
      signInWithCredentials({ email, password: typed }, { ...browser, sessionId }, testNow);
    const first = await tryIn();
    const old = (first.ok && first.value.sessionId) || "";
    await replace("not the password", old);
    expect(await findLiveSession(old, testNow)).not.toBeNull();
    expect(await replace(password, old)).toMatchObject({ ok: true });
    expect(await findLiveSession(old, testNow)).toBeNull();
  });

  it("refuses an unknown address and a wrong password alike", async () => {
    await ada();
    const wrong = await tryIn("not the password");
    const unknown = await tryIn(password, { email: "nobody@example.org" });
    expect(wrong).toEqual({ ok: false, reason: "wrong-password" });
    expect(unknown).toEqual(wrong);
  });

  it.each([
    ["an unknown address", false],
    ["the address of an account", true],
  ])("reports that %s is unverified for the password of any of its registrations", async (_, known) => {
    if (known) await ada();
    const [other, third] = ["the password of another", "the password of a third"];
    const email = "ada@example.org";
    await createRegistration({ email, password: other });
    await createRegistration({ email, password: third, createdAt: later(1000) });
    await createRegistration({ password: "registered elsewhere" });
    const at = later(7 * day - 1);
    for (const typed of [other, third])
      expect(await tryIn(typed, { at })).toEqual({ ok: false, reason: "unverified" });
    for (const typed of ["registered elsewhere", "not the password"])
      expect(await tryIn(typed, { at })).toEqual({ ok: false, reason: "wrong-password" });
    expect(await reader().select().from(sessions)).toEqual([]);
    // The first has ended.
    expect(await tryIn(other, { at: later(7 * day) })).toMatchObject({ reason: "wrong-password" });
    expect(await tryIn()).toMatchObject(known ? { ok: true } : { reason: "wrong-password" });
  });

  it("answers the same for a registration before and after another one was confirmed", async () => {
    const { id } = await createRegistration({ email: "ada@example.org", password });
    await createRegistration({ email: "ada@example.org", password: "typed by a stranger" });
    const before = await tryIn("typed by a stranger");
    await decide((tx) => confirmRegistration(tx, { registrationId: id, at: testNow }));
    expect(await tryIn("typed by a stranger")).toEqual(before);
    const [user] = await reader().select().from(users);
    await transaction(async (tx) => tx.update(users).set({ passwordHash: "changed" }));
    expect(user).toMatchObject({ email: "ada@example.org" });
    expect(await tryIn()).toEqual({ ok: false, reason: "wrong-password" });
  });

  it("gives no more attempts to those who know the password of a registration", async () => {
    await ada();
    await createRegistration({ email: "ada@example.org", password: "typed by a stranger" });
    for (let i = 0; i < 10; i++) {
      expect(await tryIn("wrong")).toMatchObject({ reason: "wrong-password" });
      if (i < 9) expect(await tryIn("typed by a stranger")).toMatchObject({ reason: "unverified" });
    }
    expect(await tryIn("wrong")).toMatchObject({ reason: "limited" });
  });

  it("refuses the eleventh attempt even with the right password, until the pause is over", async () => {
    await ada();
    for (let i = 0; i < 10; i++) expect(await tryIn("wrong")).toMatchObject({ reason: "wrong-password" });
    expect(await tryIn()).toEqual({ ok: false, reason: "limited", facts: { seconds: 2 } });
    const ofAda = { actorId: null, subject: "ada@example.org" };
    const entries = await reader().select().from(auditLog);
    expect(entries).toHaveLength(2);
    for (const action of ["account.refuse-sign-in", "account.sign-in-limited"])
      expect(entries).toContainEqual(expect.objectContaining({ ...ofAda, action }));
    // The owner can sign in from elsewhere, and after the pause from here too.
    expect(await tryIn(password, { from: "198.51.100.9" })).toMatchObject({ ok: true });
    expect(await tryIn(password, { at: later(2000) })).toMatchObject({ ok: true });
    expect(await tryIn("wrong", { at: later(2000) })).toMatchObject({ reason: "wrong-password" });
  });

  it("counts guesses at an account from all networks of one IPv6 /48 together", async () => {
    await ada();
    const from = (network: number) => `2001:db8:1:${network}::/64`;
    for (let i = 0; i < 10; i++)
      expect(await tryIn("wrong", { from: from(i) })).toMatchObject({ reason: "wrong-password" });
    expect(await tryIn(password, { from: from(10) })).toMatchObject({ reason: "limited" });
    expect(await tryIn(password, { from: "2001:db8:2:1::/64" })).toMatchObject({ ok: true });
    // Not so for whoever signs in to another account.
    expect(await tryIn("wrong", { email: "nobody@example.org", from: from(0) })).toMatchObject({
      reason: "wrong-password",
    });
  });

  it("writes one entry of the audit log for all refusals of a quarter of an hour", async () => {
    const entries = async () => (await reader().select().from(auditLog)).length;
    await spend("sign-in-address", browser.clientAddress, 100, later(30 * 60_000));
    for (let i = 0; i < 5; i++)
      expect(await tryIn("wrong", { email: `nobody${i}@example.org` })).toMatchObject({ reason: "limited" });
    expect(await entries()).toBe(1);
    await Promise.all(Array.from({ length: 5 }, () => tryIn("wrong", { at: later(15 * 60_000) })));
    expect(await entries()).toBe(2);
  });

  it("allows only ten parallel guesses", async () => {
    await ada();
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => tryIn("wrong")));
    expect(countOf("wrong-password", outcomes)).toBe(10);
  });

  it("allows an address a hundred failures in a minute, also in parallel", async () => {
    await spend("sign-in-address", browser.clientAddress, 97);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => tryIn("wrong", { email: `nobody${i}@example.org` })),
    );
    expect([countOf("wrong-password", outcomes), countOf("limited", outcomes)]).toEqual([3, 9]);
    await ada();
    expect(await tryIn()).toEqual({ ok: false, reason: "limited", facts: { seconds: 60 } });
    expect(await tryIn(password, { at: later(60_000) })).toMatchObject({ ok: true });
  });

  it("counts failures only, so that a campus behind one address can sign in", async () => {
    await ada();
    await spend("sign-in-address", browser.clientAddress, 99);
    for (let i = 0; i < 12; i++) expect(await tryIn()).toMatchObject({ ok: true });
    expect(await tryIn("wrong")).toMatchObject({ reason: "wrong-password" });
    expect(await tryIn()).toMatchObject({ reason: "limited" });
  });

  it("lets a lecture hall sign in at the same moment", async () => {
    await ada();
    await spend("sign-in-address", browser.clientAddress, 90);
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => tryIn()));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(15);
  });

  it("gives an attempt back whose check could not be made", async () => {
    const limits: FailureLimit[] = [["sign-in", "ada"]];
    const { clientAddress } = browser;
    const fail = () =>
      limitFailures({ limits, subject: "ada", clientAddress, at: testNow }, () =>
        Promise.reject(new Busy("full")),
      );
    for (let i = 0; i < 12; i++) await expect(fail()).rejects.toThrow(Busy);
    expect(await secondsUntilAllowed("sign-in", "ada", testNow)).toBe(0);
  });

  it("lets nobody wait on all places, from one address or from the networks of one IPv6 /48", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const check = async () => {
      await opened;
      return done(undefined);
    };
    const send = (clientAddress: string) =>
      limitFailures({ limits: [], subject: "x", clientAddress, at: testNow }, check).then(
        () => true,
        (error) => !(error instanceof Busy),
      );
    const burst = (from: (n: number) => string) => Array.from({ length: 600 }, (_, n) => send(from(n)));
    const admitted = async (sent: Promise<boolean>[]) => (await Promise.all(sent)).filter(Boolean).length;
    const one = burst(() => "198.51.100.1");
    const many = burst((n) => `2001:db8:1:${n.toString(16)}::/64`);
    const others = ["198.51.100.2", "2001:db8:2:1::/64"].map(send);
    open();
    // Four are checked at once, and half of the places that are free may wait.
    expect([await admitted(one), await admitted(many), await admitted(others)]).toEqual([4 + 256, 128, 2]);
    expect(await admitted(burst(() => "198.51.100.1"))).toBe(4 + 256);
  });

  it("counts a browser of the account by itself, so that a neighbour cannot keep its owner out", async () => {
    const { id: userId, email } = await ada();
    const known = readKnownBrowser(parseSetCookie(knownBrowserCookie(userId)).value);
    await spend("sign-in", `${email}:${browser.clientAddress}`, 10);
    await spend("sign-in-address", browser.clientAddress, 100);
    expect(await tryIn()).toMatchObject({ reason: "limited" });
    expect(await tryIn(password, { known })).toMatchObject({ ok: true });
    // Its own failures count, and it is known for the account of its cookie alone.
    for (let i = 0; i < 10; i++)
      expect(await tryIn("wrong", { known })).toMatchObject({ reason: "wrong-password" });
    expect(await tryIn(password, { known })).toMatchObject({ reason: "limited" });
    const other = { email: "nobody@example.org", known };
    expect(await tryIn("wrong", other)).toMatchObject({ reason: "limited", facts: { seconds: 60 } });
  });

  it("hashes the password again if the stored parameters are weaker than today's", async () => {
    const passwordHash = await hash(password, { memoryCost: 8192, timeCost: 1 });
    const user = await ada({ password: undefined, passwordHash });
    await tryIn();
    const [stored] = await reader().select().from(users).where(eq(users.id, user.id));
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await tryIn()).toMatchObject({ ok: true });
  });

  it("starts no session if the password has changed since its check", async () => {
    const user = await ada();
    const who = { userId: user.id, role: user.role, passwordHash: "the one before" };
    expect(await transaction((tx) => startSession(tx, who, browser, testNow))).toBeNull();
    expect(await reader().select().from(sessions)).toEqual([]);
  });
});

describe("authenticateRegistration", () => {
  withDatabase();

  it("accepts the password of that registration alone", async () => {
    const email = "ada@example.org";
    const own = await createRegistration({ email, password });
    const other = await createRegistration({ email, password: "typed by a stranger" });
    expect(await authenticateTyped(own, password)).toEqual({ ok: true, value: undefined });
    expect(await authenticateTyped(other, password)).toEqual({ ok: false, reason: "wrong-password" });
    expect(await authenticateTyped({ id: "nothing", email }, password)).toMatchObject({ ok: false });
  });

  it("counts the failures of each registration by itself, wherever they come from", async () => {
    const email = "ada@example.org";
    const own = await createRegistration({ email, password });
    const other = await createRegistration({ email, password });
    for (let i = 0; i < 10; i++)
      expect(await authenticateTyped(own, "wrong", `198.51.100.${i}`)).toMatchObject({
        reason: "wrong-password",
      });
    const limited = { ok: false, reason: "limited", facts: { seconds: 2 } };
    expect(await authenticateTyped(own, password)).toEqual(limited);
    expect(await authenticateTyped(other, password)).toMatchObject({ ok: true });
  });

  it("takes the right password whatever others try behind the same address", async () => {
    const email = "ada@example.org";
    const own = await createRegistration({ email, password });
    await spend("sign-in", `${email}:${browser.clientAddress}`, 10);
    await spend("sign-in-address", browser.clientAddress, 100);
    expect(await tryIn()).toMatchObject({ reason: "limited" });
    expect(await authenticateTyped(own, password)).toMatchObject({ ok: true });
  });
});

describe("authenticatePasskey", () => {
  withDatabase();

  const from = { ...browser, now: testNow };
  const right = async () => done("signed in");
  const wrong = async () => refuse("wrong-passkey");

  it("takes a passkey however many wrong passwords came from the same address", async () => {
    const { email } = await ada();
    await spend("sign-in", `${email}:${browser.clientAddress}`, 10);
    await spend("sign-in-address", browser.clientAddress, 100);
    expect(await tryIn()).toMatchObject({ reason: "limited" });
    expect(await authenticatePasskey(email, from, right)).toMatchObject({ ok: true });
    // And it gives no more passwords.
    expect(await tryIn()).toMatchObject({ reason: "limited" });
  });

  it.each(["ada@example.org", null])("refuses the eleventh that is not right: %s", async (email) => {
    await ada();
    for (let i = 0; i < 10; i++)
      expect(await authenticatePasskey(email, from, wrong)).toMatchObject({ reason: "wrong-passkey" });
    const limited = { ok: false, reason: "limited", facts: { seconds: 2 } };
    expect(await authenticatePasskey(email, from, right)).toEqual(limited);
    const elsewhere = { ...from, clientAddress: "198.51.100.9" };
    expect(await authenticatePasskey(email, elsewhere, right)).toMatchObject({ ok: true });
    expect(await tryIn()).toMatchObject({ ok: true });
  });

  it("refuses an address after a hundred failures in a minute", async () => {
    const { email } = await ada();
    await spend("passkey-address", browser.clientAddress, 99);
    expect(await authenticatePasskey(null, from, wrong)).toMatchObject({ reason: "wrong-passkey" });
    const limited = { ok: false, reason: "limited", facts: { seconds: 60 } };
    expect(await authenticatePasskey(email, from, right)).toEqual(limited);
  });
});

describe("a session", () => {
  withDatabase();

  async function startOne(given = {}, at = testNow) {
    const user = await createUser(given);
    const who = { userId: user.id, role: user.role, passwordHash: user.passwordHash };
    const id = await transaction((tx) => startSession(tx, who, { userAgent: "x".repeat(400) }, at));
    if (!id) throw new Error("no session");
    return { user, who, id };
  }

  it.each([
    ["attendee", 7 * day],
    ["organiser", day],
  ] as const)("of an %s ends after too long an idle time", async (role, idle) => {
    const { id } = await startOne({ role });
    expect(await findLiveSession(id, later(idle - 1))).not.toBeNull();
    expect(await findLiveSession(id, later(idle))).toBeNull();
  });

  it.each([
    ["attendee", 30],
    ["organiser", 7],
  ] as const)("of an %s ends after %d days of use", async (role, days) => {
    const { id } = await startOne({ role });
    await transaction((tx) => touchSession(tx, id, later(days * day - 1000)));
    expect(await findLiveSession(id, later(days * day - 1))).not.toBeNull();
    expect(await findLiveSession(id, later(days * day))).toBeNull();
  });

  it("never moves its last-seen time back", async () => {
    const { id } = await startOne();
    await transaction((tx) => touchSession(tx, id, later(5000)));
    await transaction((tx) => touchSession(tx, id, later(1000)));
    expect((await findLiveSession(id, later(6000)))?.lastSeenAt).toEqual(later(5000));
  });

  it("is invalid after its end", async () => {
    const { id } = await startOne();
    expect(await findLiveSession(id, testNow)).not.toBeNull();
    await transaction((tx) => endSession(tx, id));
    expect(await findLiveSession(id, testNow)).toBeNull();
  });

  it("stores a shortened user agent, and is listed with the others of its account", async () => {
    const { id, who, user } = await startOne();
    const second = await transaction((tx) => startSession(tx, who, browser, later(1000)));
    await startOne();
    const listed = await listSessions(user, later(2000));
    expect(listed.map((session) => session.id)).toEqual([second, id]);
    expect(listed[1]?.userAgent).toHaveLength(300);
    expect(await listSessions(user, later(7 * day))).toHaveLength(1);
    expect(await transaction((tx) => endSessionsOf(tx, user.id))).toBe(2);
    expect(await listSessions(user, later(2000))).toEqual([]);
  });

  it("is deleted at a later sign-in once it is too old", async () => {
    const { who } = await startOne();
    await transaction((tx) => startSession(tx, who, browser, later(31 * day)));
    expect(await reader().select().from(sessions)).toHaveLength(1);
  });
});
