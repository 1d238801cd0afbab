import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { type Account, addAccounts, signedId, testPassword } from "@/tests/harness/accounts";
import { isSignedIn, type Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const sessionOf = (visitor: Visitor) => visitor.cookie("evento.session");

/** Another browser with a copy of the session cookie. */
function copyOf(visitor: Visitor): Visitor {
  const copy = world.visitor();
  copy.setCookie("evento.session", sessionOf(visitor));
  return copy;
}

const password = "violet kettle morning 8";

describe("a copied session cookie", () => {
  const ends: [string, (owner: Visitor, account: Account) => Promise<unknown>][] = [
    [
      "a sign-out everywhere",
      async (owner) => owner.submit(await owner.get("/account"), "Sign out everywhere"),
    ],
    [
      "a change of password",
      async (owner) =>
        owner.submit(await owner.get("/account"), "Change password", {
          ...{ currentPassword: testPassword, newPassword: password },
        }),
    ],
    [
      "a reset of the password",
      async (_owner, { email }) => {
        const [id, at] = [newId(), new Date()];
        const expires_at = new Date(at.getTime() + 1_800_000);
        await world.database.insert("password_resets", [{ id, email, created_at: at, expires_at }]);
        const elsewhere = world.visitor();
        const form = await elsewhere.get(`/reset-password?token=${signedId("reset-password", id)}`);
        await elsewhere.submit(form, "Set new password", { password });
      },
    ],
  ];
  it.each(ends)("is nobody's after %s", async (_, end) => {
    const { account, visitor } = await world.join();
    const copy = copyOf(visitor);
    expect(await isSignedIn(copy)).toBe(true);
    await end(visitor, account);
    expect(await isSignedIn(copy)).toBe(false);
    expect((await copy.get("/api/viewer")).text).toBe("null");
  });

  it.each([
    ["idle for too long", "attendee", "last_seen_at", 7],
    ["too old", "attendee", "created_at", 30],
    ["idle for too long", "organiser", "last_seen_at", 1],
    ["too old", "organiser", "created_at", 7],
  ] as const)("is nobody's when it is %s, for an %s", async (_why, role, column, days) => {
    const { account, visitor } = await world.join({ role });
    const ago = (ms: number) => new Date(Date.now() - days * 86_400_000 + ms);
    const set = (at: Date) =>
      world.database.sql(`update sessions set ${column} = ? where user_id = ?`, [at, account.id]);
    await set(ago(60_000));
    expect(await isSignedIn(visitor)).toBe(true);
    await set(ago(0));
    expect(await isSignedIn(visitor)).toBe(false);
  });
});

describe("a session that somebody else planted in a browser", () => {
  it("does not become that of who signs in there, and ends", async () => {
    const [account] = await addAccounts(world.database, [{}]);
    const { visitor: eve } = await world.join();
    const page = await world.visitor().get("/sign-in");
    for (const planted of [sessionOf(eve), "planted"]) {
      const browser = world.visitor();
      browser.setCookie("evento.session", planted);
      const fields = { email: account?.email ?? "", password: testPassword };
      expect((await browser.submit(page, "Sign in", fields)).location).toBe("/");
      expect(sessionOf(browser)).not.toBe(planted);
      expect((await browser.get("/account")).text).toContain(account?.email);
    }
    expect(await isSignedIn(eve)).toBe(false);
  });
});
