import { eq } from "drizzle-orm";
import { generateSync } from "otplib";
import { describe, expect, it, vi } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, outbox, recoveryCodes, sessions, twoStepSignIns, users } from "@/db/schema";
import { knownBrowserCookie, readKnownBrowser } from "@/lib/auth/known-browser";
import { type HalfSignedIn, limitSecondStep, readSecondStep, secondStepCookie } from "@/lib/auth/second-step";
import { endSession, startSession } from "@/lib/auth/sessions";
import { signInWithCredentials } from "@/lib/auth/sign-in-with-credentials";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { renewRecoveryCodes } from "./commands/renew-recovery-codes";
import { signInWithCode } from "./commands/sign-in-with-code";
import { signInWithRecoveryCode } from "./commands/sign-in-with-recovery-code";
import { turnOff } from "./commands/turn-off";
import { turnOn } from "./commands/turn-on";
import { findTwoStep } from "./queries";
import { newRecoveryCodes } from "./recovery-code";
import { newKey } from "./totp";

const password = "violet kettle morning 7";
const browser = { clientAddress: "203.0.113.7", userAgent: "a browser", known: null };
const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000);
const codeAt = (key: string, at: Date) => generateSync({ secret: key, epoch: at.getTime() / 1000 });

const half = ({ id, name, email, role, passwordHash }: UserRow): HalfSignedIn => ({
  ...{ userId: id, name, email, role, passwordHash },
});

/** The owner in a new session. */
const signedIn = async (user: UserRow) => ({ ...user, sessionId: await sessionOf(user) });

async function sessionOf(user: UserRow): Promise<string> {
  const id = await transaction((tx) => startSession(tx, half(user), browser, testNow));
  if (!id) throw new Error("no session");
  return id;
}

/** An account with two-step sign-in, whose app has the key. */
async function twoStepAccount(given: Partial<UserRow> = {}) {
  const user = await createUser({ password, ...given });
  const [key, codes] = [newKey(), newRecoveryCodes()];
  const owner = await signedIn(user);
  const code = codeAt(key, testNow);
  const outcome = await decide((tx) => turnOn(tx, { owner, key, code, recoveryCodes: codes, at: testNow }));
  expect(outcome).toMatchObject({ ok: true, value: { userId: user.id } });
  return { user, key, codes, owner };
}

const tryCode = (user: UserRow, code: string, at: Date) =>
  decide((tx) => signInWithCode(tx, { who: half(user), code, browser, at }));
const tryRecoveryCode = (user: UserRow, recoveryCode: string, at = later(60)) =>
  decide((tx) => signInWithRecoveryCode(tx, { who: half(user), recoveryCode, browser, at }));

const valueIn = (cookie: string) => /=([^;]*)/.exec(cookie)?.[1] ?? "";

const sessionsOf = async (user: UserRow) =>
  (await reader().select().from(sessions).where(eq(sessions.userId, user.id))).length;
const audited = async () => (await reader().select().from(auditLog)).map(({ action }) => action);
const mailed = async () =>
  (await reader().select().from(outbox))
    .filter(({ kind }) => kind === "two-step-changed")
    .map(({ facts }) => JSON.parse(facts));

describe("turning two-step sign-in on", () => {
  withDatabase();

  it("ends every session, is audited and mailed, and stores neither key nor codes in plain", async () => {
    const { user, key, codes } = await twoStepAccount();
    expect(await sessionsOf(user)).toBe(0);
    expect(await audited()).toContain("account.turn-two-step-on");
    expect(await mailed()).toEqual([{ name: user.name, what: "on", codesLeft: 10 }]);
    expect(await findTwoStep(user.id)).toEqual({
      turnedOnAt: testNow,
      recoveryCodesLeft: 10,
      takesCodes: true,
    });
    const stored = JSON.stringify([
      await reader().select().from(twoStepSignIns),
      await reader().select().from(recoveryCodes),
    ]);
    for (const secret of [key, ...codes, ...codes.map((code) => code.replaceAll(" ", ""))])
      expect(stored).not.toContain(secret);
  });

  it("needs a right code and a living session, and is on once", async () => {
    const user = await createUser();
    const key = newKey();
    const given = { key, recoveryCodes: newRecoveryCodes(), at: testNow };
    const code = codeAt(key, testNow);
    const owner = await signedIn(user);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    expect(await decide((tx) => turnOn(tx, { ...given, owner, code: wrong }))).toMatchObject({
      reason: "wrong-code",
    });
    const ofAnother = { ...owner, sessionId: await sessionOf(await createUser()) };
    expect(await decide((tx) => turnOn(tx, { ...given, owner: ofAnother, code }))).toMatchObject({
      reason: "stale",
    });
    expect(await findTwoStep(user.id)).toBeNull();
    expect(await sessionsOf(user)).toBe(1);
    const both = await Promise.all([1, 2].map(() => decide((tx) => turnOn(tx, { ...given, owner, code }))));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("is refused once the account was deleted", async () => {
    const user = await createUser();
    const key = newKey();
    const owner = await signedIn(user);
    await transaction(async (tx) => tx.update(users).set({ email: null }).where(eq(users.id, user.id)));
    const given = { owner, key, code: codeAt(key, testNow), recoveryCodes: newRecoveryCodes(), at: testNow };
    expect(await decide((tx) => turnOn(tx, given))).toMatchObject({ reason: "stale" });
    expect(await findTwoStep(user.id)).toBeNull();
  });

  it("leaves no session of a sign-in with the password alone at the same moment", async () => {
    const user = await createUser({ password });
    const key = newKey();
    const owner = await signedIn(user);
    const code = codeAt(key, testNow);
    await Promise.all([
      ...Array.from({ length: 4 }, () =>
        signInWithCredentials({ email: user.email, password }, browser, testNow),
      ),
      decide((tx) => turnOn(tx, { owner, key, code, recoveryCodes: newRecoveryCodes(), at: testNow })),
    ]);
    expect(await findTwoStep(user.id)).not.toBeNull();
    expect(await sessionsOf(user)).toBe(0);
  });
});

describe("signing in with a second step", () => {
  withDatabase();

  it("starts no session with the password, and one with the code", async () => {
    const { user, key } = await twoStepAccount();
    const first = await signInWithCredentials({ email: user.email, password }, browser, testNow);
    expect(first).toMatchObject({ ok: true, value: { sessionId: null, userId: user.id } });
    expect(await sessionsOf(user)).toBe(0);
    const at = later(60);
    expect(await tryCode(user, codeAt(key, at), at)).toMatchObject({ ok: true, value: { userId: user.id } });
    expect(await sessionsOf(user)).toBe(1);
  });

  it("takes each code once, also of ten that come at once, and none that is older", async () => {
    const { user, key } = await twoStepAccount();
    // The one that turned it on.
    expect(await tryCode(user, codeAt(key, testNow), later(5))).toMatchObject({ reason: "wrong-code" });
    const at = later(60);
    const code = codeAt(key, at);
    const all = await Promise.all(Array.from({ length: 10 }, () => tryCode(user, code, at)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sessionsOf(user)).toBe(1);
    expect(await tryCode(user, codeAt(key, later(30)), at)).toMatchObject({ reason: "wrong-code" });
    expect(await tryCode(user, codeAt(key, later(90)), at)).toMatchObject({ ok: true });
  });

  it("takes no code of another account's key, even if it is copied there", async () => {
    const [ada, eve] = [await twoStepAccount(), await twoStepAccount()];
    const at = later(60);
    expect(await tryCode(ada.user, codeAt(eve.key, at), at)).toMatchObject({ reason: "wrong-code" });
    const [{ sealedKey } = { sealedKey: "" }] = await reader()
      .select()
      .from(twoStepSignIns)
      .where(eq(twoStepSignIns.userId, eve.user.id));
    await transaction(async (tx) =>
      tx.update(twoStepSignIns).set({ sealedKey }).where(eq(twoStepSignIns.userId, ada.user.id)),
    );
    expect(await tryCode(ada.user, codeAt(eve.key, at), at)).toMatchObject({ reason: "codes-lost" });
  });

  it("takes each recovery code once, and mails how many are left", async () => {
    const { user, codes } = await twoStepAccount();
    const eve = await twoStepAccount();
    const [code = "", next = ""] = codes;
    expect(await tryRecoveryCode(eve.user, code)).toMatchObject({ reason: "wrong-code" });
    const all = await Promise.all(Array.from({ length: 5 }, () => tryRecoveryCode(user, code)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await tryRecoveryCode(user, next.replaceAll(" ", "-").toLowerCase())).toMatchObject({
      ok: true,
      value: { codesLeft: 8 },
    });
    expect((await mailed()).filter(({ what }) => what === "code-used")).toHaveLength(2);
    expect((await audited()).filter((action) => action === "account.use-recovery-code")).toHaveLength(2);
    expect(await sessionsOf(user)).toBe(2);
  });

  it("is impossible with a proof of an older password, and once it is off", async () => {
    const { user, key, codes } = await twoStepAccount();
    const old = { ...user, passwordHash: "another hash" };
    const at = later(60);
    expect(await tryCode(old, codeAt(key, at), at)).toMatchObject({ reason: "proof-void" });
    expect(await tryRecoveryCode(old, codes[0] ?? "")).toMatchObject({ reason: "proof-void" });
    // Neither was used up.
    expect(await tryRecoveryCode(user, codes[0] ?? "")).toMatchObject({ ok: true });
    expect(await tryCode(user, codeAt(key, at), at)).toMatchObject({ ok: true });
    const owner = await signedIn(user);
    await decide((tx) => turnOff(tx, { owner, at }));
    expect(await tryCode(user, codeAt(key, later(90)), at)).toMatchObject({ reason: "proof-void" });
    expect(await tryRecoveryCode(user, codes[1] ?? "")).toMatchObject({ reason: "proof-void" });
  });

  it("takes recovery codes alone after a change of AUTH_SECRET", async () => {
    const { user, key, codes } = await twoStepAccount();
    const { settings } = await import("@/lib/runtime/env");
    vi.spyOn(settings(), "authSecret", "get").mockReturnValue("another secret of at least 32 characters");
    const at = later(60);
    expect(await findTwoStep(user.id)).toMatchObject({ takesCodes: false });
    expect(await tryCode(user, codeAt(key, at), at)).toMatchObject({ reason: "codes-lost" });
    expect(await tryRecoveryCode(user, codes[0] ?? "")).toMatchObject({ ok: true });
  });
});

describe("limitSecondStep", () => {
  withDatabase();

  it("refuses after ten wrong codes an hour, but not another account or a browser that is known", async () => {
    const { user, key } = await twoStepAccount();
    const eve = await twoStepAccount();
    const enter = (
      of: UserRow,
      code: string,
      at: Date,
      known: { id: string; userId: string } | null = null,
    ) => limitSecondStep(half(of), { ...browser, known, now: at }, () => tryCode(of, code, at));
    const at = later(60);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => enter(user, "000000", at)));
    const reasons = outcomes.map((outcome) => (outcome.ok ? "" : outcome.reason)).sort();
    expect(reasons).toEqual([...Array(20).fill("limited"), ...Array(10).fill("wrong-code")]);
    expect((await audited()).filter((action) => action === "account.refuse-sign-in")).toHaveLength(1);
    expect(await enter(user, codeAt(key, at), at)).toMatchObject({ reason: "limited" });
    expect(await enter(eve.user, codeAt(eve.key, at), at)).toMatchObject({ ok: true });
    const foreign = { id: "b", userId: eve.user.id };
    expect(await enter(user, codeAt(key, at), at, foreign)).toMatchObject({ reason: "limited" });
    expect(await enter(user, codeAt(key, at), at, { id: "a", userId: user.id })).toMatchObject({ ok: true });
    const hour = later(3661);
    expect(await enter(user, codeAt(key, hour), hour)).toMatchObject({ ok: true });
  });

  it("allows all known browsers of an account ten wrong codes together", async () => {
    const { user, key } = await twoStepAccount();
    const at = later(60);
    // As somebody gets them who has the mailbox and sets a new password each time.
    const enterInNew = (code: string) => {
      const known = readKnownBrowser(valueIn(knownBrowserCookie(user.id)));
      return limitSecondStep(half(user), { ...browser, known, now: at }, () => tryCode(user, code, at));
    };
    for (let n = 0; n < 10; n += 1)
      expect(await enterInNew("000000")).toMatchObject({ reason: "wrong-code" });
    expect(await enterInNew(codeAt(key, at))).toMatchObject({ reason: "limited" });
  });
});

describe("the proof of a right password", () => {
  withDatabase();

  it("is of one account, for ten minutes, until its password changes", async () => {
    const [ada, eve] = [await createUser(), await createUser()];
    const proof = valueIn(secondStepCookie(half(ada), testNow));
    expect(await readSecondStep(proof, later(599))).toEqual(half(ada));
    expect(await readSecondStep(proof, later(600))).toBeNull();
    for (const forged of [
      proof.replace(ada.id, eve.id),
      proof.replace(/-(\d+)\./, (_, until) => `-${Number(until) + 1}.`),
      proof.slice(0, -1),
      `${ada.id}-9999999999.`,
      ada.id,
      "",
      undefined,
    ])
      expect(await readSecondStep(forged, testNow)).toBeNull();
    const changed = valueIn(secondStepCookie({ ...half(ada), passwordHash: "the old one" }, testNow));
    expect(await readSecondStep(changed, testNow)).toBeNull();
  });
});

describe("recovery codes", () => {
  withDatabase();

  it("are all stored, also one that nobody could type", async () => {
    const { user } = await twoStepAccount();
    const codes = [...newRecoveryCodes(), "not a code"];
    const owner = await signedIn(user);
    await decide((tx) => renewRecoveryCodes(tx, { owner, codes, at: testNow }));
    expect(await findTwoStep(user.id)).toMatchObject({ recoveryCodesLeft: 11 });
  });

  it("are replaced, so that the old ones no longer count, only while it is on", async () => {
    const { user, codes } = await twoStepAccount();
    const renewed = newRecoveryCodes();
    const owner = await signedIn(user);
    const renew = () => decide((tx) => renewRecoveryCodes(tx, { owner, codes: renewed, at: testNow }));
    expect(await renew()).toMatchObject({ ok: true });
    expect(await tryRecoveryCode(user, codes[0] ?? "")).toMatchObject({ reason: "wrong-code" });
    expect(await tryRecoveryCode(user, renewed[0] ?? "")).toMatchObject({
      ok: true,
      value: { codesLeft: 9 },
    });
    expect((await mailed()).map(({ what }) => what).sort()).toEqual(["code-used", "codes-renewed", "on"]);
    expect(await audited()).toContain("account.renew-recovery-codes");
    await decide((tx) => turnOff(tx, { owner, at: testNow }));
    expect(await renew()).toMatchObject({ reason: "stale" });
    expect(await reader().select().from(recoveryCodes)).toEqual([]);
    expect(await audited()).toContain("account.turn-two-step-off");
  });
});

describe("a session that has ended meanwhile", () => {
  withDatabase();

  it("changes nothing of two-step sign-in", async () => {
    const { user, codes } = await twoStepAccount();
    const owner = await signedIn(user);
    await transaction((tx) => endSession(tx, owner.sessionId));
    const ofAnother = { ...owner, sessionId: await sessionOf(await createUser()) };
    for (const thief of [owner, ofAnother]) {
      const renewal = { owner: thief, codes: newRecoveryCodes(), at: testNow };
      expect(await decide((tx) => renewRecoveryCodes(tx, renewal))).toMatchObject({ reason: "stale" });
      expect(await decide((tx) => turnOff(tx, { owner: thief, at: testNow }))).toMatchObject({
        reason: "stale",
      });
    }
    expect(await tryRecoveryCode(user, codes[0] ?? "")).toMatchObject({ ok: true, value: { codesLeft: 9 } });
  });
});
