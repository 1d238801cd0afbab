import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, outbox, sessions, usedChallenges } from "@/db/schema";
import { endSession } from "@/lib/auth/sessions";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { newChallenge } from "./ceremony";
import { addPasskey } from "./commands/add-passkey";
import { consumeChallenge } from "./commands/consume-challenge";
import { removePasskey } from "./commands/remove-passkey";
import { signInWithPasskey } from "./commands/sign-in-with-passkey";
import { findPasskey, listPasskeys } from "./queries";

const browser = { clientAddress: "203.0.113.7", userAgent: "a browser", known: null };
const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000);

async function openSession({ id: userId }: UserRow): Promise<string> {
  const session = { id: newId(), userId, createdAt: testNow, lastSeenAt: testNow, userAgent: "" };
  await transaction(async (tx) => tx.insert(sessions).values(session));
  return session.id;
}

/** Adds a passkey in a session of its own, which ends then, or in the one that is given. */
async function add(
  user: UserRow,
  credentialId: string,
  given: { challenge?: string; counter?: number; sessionId?: string } = {},
) {
  const { challenge = newChallenge(), counter = 4_294_967_294 } = given;
  const sessionId = given.sessionId ?? (await openSession(user));
  const owner = { ...user, sessionId };
  const passkey = { credentialId, publicKey: Buffer.from("a key"), counter, transports: ["usb"] };
  const outcome = await decide((tx) =>
    addPasskey(tx, { owner, name: "Phone", passkey, challenge, at: testNow }),
  );
  await transaction((tx) => endSession(tx, sessionId));
  return outcome;
}

async function known(credentialId: string) {
  const passkey = await findPasskey(credentialId);
  if (!passkey) throw new Error("no passkey");
  return passkey;
}

const signIn = async (
  passkey: Awaited<ReturnType<typeof known>>,
  newCounter = 4_294_967_295,
  challenge = newChallenge(),
) => decide((tx) => signInWithPasskey(tx, { passkey, newCounter, challenge, browser, at: testNow }));

const audited = async () => (await reader().select().from(auditLog)).map(({ action }) => action);
const mailed = async () =>
  (await reader().select().from(outbox)).map(({ recipient, facts }) => [recipient, JSON.parse(facts).what]);

describe("passkeys", () => {
  withDatabase();

  it("are added and removed by their owner, which is audited and mailed", async () => {
    const [ada, eve] = [await createUser(), await createUser()];
    expect(await add(ada, "a-key")).toMatchObject({ ok: true });
    const [passkey] = await listPasskeys(ada.id);
    expect(passkey).toMatchObject({
      name: "Phone",
      transports: ["usb"],
      createdAt: testNow,
      lastUsedAt: null,
    });
    const remove = (owner: UserRow) =>
      decide((tx) => removePasskey(tx, { owner, passkeyId: passkey?.id ?? "", at: testNow }));
    expect(await remove(eve)).toMatchObject({ reason: "not-found" });
    expect(await listPasskeys(eve.id)).toEqual([]);
    expect(await remove(ada)).toMatchObject({ ok: true });
    expect(await remove(ada)).toMatchObject({ reason: "not-found" });
    expect(await findPasskey("a-key")).toBeNull();
    expect((await audited()).sort()).toEqual(["account.add-passkey", "account.remove-passkey"]);
    expect((await mailed()).sort()).toEqual([
      [ada.email, "added"],
      [ada.email, "removed"],
    ]);
  });

  it("belong to one account, and are added once for each challenge", async () => {
    const [ada, eve] = [await createUser(), await createUser()];
    const challenge = newChallenge();
    const both = await Promise.all([add(ada, "one", { challenge }), add(ada, "two", { challenge })]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const [added] = await listPasskeys(ada.id);
    expect(await add(eve, added?.credentialId ?? "")).toMatchObject({ reason: "stale" });
  });

  it("are not added in a session that has ended meanwhile, nor in that of another account", async () => {
    const [ada, eve] = [await createUser(), await createUser()];
    const sessionId = await openSession(ada);
    await transaction((tx) => endSession(tx, sessionId));
    for (const session of [sessionId, await openSession(eve)])
      expect(await add(ada, "a-key", { sessionId: session })).toMatchObject({ reason: "stale" });
    expect(await listPasskeys(ada.id)).toEqual([]);
  });

  it("are twenty for an account at most", async () => {
    const ada = await createUser();
    const all = await Promise.all(Array.from({ length: 23 }, (_, n) => add(ada, `key-${n}`)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(20);
    expect(await listPasskeys(ada.id)).toHaveLength(20);
  });

  it("sign in once for each challenge, also at the same moment and if they do not count", async () => {
    const ada = await createUser({ role: "organiser" });
    await add(ada, "a-key", { counter: 0 });
    const passkey = await known("a-key");
    const challenge = newChallenge();
    const replays = await Promise.all(Array.from({ length: 5 }, () => signIn(passkey, 0, challenge)));
    expect(replays.filter(({ ok }) => ok)).toEqual([
      { ok: true, value: { sessionId: expect.any(String), userId: ada.id, role: "organiser" } },
    ]);
    expect(await reader().select().from(sessions)).toHaveLength(1);
    expect(await signIn(passkey, 0)).toMatchObject({ ok: true });
    expect((await listPasskeys(ada.id))[0]?.lastUsedAt).toEqual(testNow);
  });

  it("sign in once for each count, also at the same moment, so that no copy does", async () => {
    await add(await createUser(), "a-key");
    const passkey = await known("a-key");
    const copies = await Promise.all(Array.from({ length: 5 }, () => signIn(passkey)));
    expect(copies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await signIn(passkey)).toMatchObject({ reason: "wrong-passkey" });
    expect(await reader().select().from(sessions)).toHaveLength(1);
    expect(await known("a-key")).toMatchObject({ counter: 4_294_967_295 });
  });

  it("do not sign in once they are removed or the password has changed meanwhile", async () => {
    const ada = await createUser();
    await add(ada, "a-key");
    const passkey = await known("a-key");
    expect(await signIn({ ...passkey, passwordHash: "an older one" })).toMatchObject({
      reason: "wrong-passkey",
    });
    await decide((tx) => removePasskey(tx, { owner: ada, passkeyId: passkey.id, at: testNow }));
    expect(await signIn(passkey)).toMatchObject({ reason: "wrong-passkey" });
    expect(await reader().select().from(sessions)).toEqual([]);
  });

  it("leave no challenge behind that has expired", async () => {
    const use = (challenge: string, at: Date) => transaction((tx) => consumeChallenge(tx, challenge, at));
    expect(await use("one", testNow)).toBe(true);
    expect(await use("one", later(599))).toBe(false);
    expect(await use("two", later(601))).toBe(true);
    expect((await reader().select().from(usedChallenges)).map(({ challenge }) => challenge)).toEqual(["two"]);
  });
});
