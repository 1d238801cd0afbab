import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, outbox, passwordResets, sessions, users } from "@/db/schema";
import { startSession } from "@/lib/auth/sessions";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { changePassword } from "./change-password";
import { requestReset } from "./request-reset";
import { resetPassword } from "./reset-password";

const email = "ada@example.org";
const later = (ms: number) => new Date(testNow.getTime() + ms);
const minute = 60_000;

const request = (given: { email?: string; next?: string; at?: Date } = {}) =>
  decide((tx) => requestReset(tx, { email, next: null, at: testNow, ...given }));
const reset = (resetId: string, passwordHash = "new hash", at = testNow) =>
  decide((tx) => resetPassword(tx, { resetId, passwordHash, at }));
const startFor = async (user: UserRow) => {
  const who = { userId: user.id, role: user.role, passwordHash: user.passwordHash };
  const id = await transaction((tx) => startSession(tx, who, { userAgent: "" }, testNow));
  if (!id) throw new Error("no session");
  return id;
};
const openLinks = () =>
  reader()
    .select()
    .from(passwordResets)
    .where(and(isNull(passwordResets.usedAt), isNull(passwordResets.replacedAt)));
const sessionIds = async () =>
  (await reader().select({ id: sessions.id }).from(sessions)).map(({ id }) => id);
const mails = async () =>
  (await reader().select().from(outbox)).map((mail) => ({ ...mail, facts: JSON.parse(mail.facts) }));
const hashOf = async (user: UserRow) => {
  const [row] = await reader().select().from(users).where(eq(users.id, user.id));
  return row?.passwordHash;
};

describe("requestReset", () => {
  withDatabase();

  it("queues a mail with a link that is valid for half an hour", async () => {
    await createUser({ email });
    await request();
    await request({ at: later(1000), next: "/tickets" });
    const links = await openLinks();
    const second = links.find(({ next }) => next === "/tickets");
    expect(second).toMatchObject({ email, expiresAt: later(30 * minute + 1000) });
    const asked = { kind: "forgot-password", facts: { resetId: second?.id, next: "/tickets" } };
    expect(await mails()).toMatchObject([{ kind: "forgot-password" }, asked]);
  });

  it("leaves the link of an earlier mail valid, so that nobody voids it by asking, until one is used", async () => {
    await createUser({ email });
    await request();
    const [first] = await openLinks();
    for (let n = 1; n < 9; n += 1) await request({ at: later(n * 1000) });
    const others = (await openLinks()).filter(({ id }) => id !== first?.id);
    expect(others).toHaveLength(4);
    expect(await reset(first?.id ?? "", "new hash", later(minute))).toMatchObject({ ok: true });
    for (const { id } of others)
      expect(await reset(id, "another", later(minute))).toEqual({ ok: false, reason: "link-void" });
  });

  it("queues five mails an hour, then changes nothing", async () => {
    for (let i = 0; i < 9; i++) expect(await request()).toEqual({ ok: true, value: undefined });
    expect(await mails()).toHaveLength(5);
    const sent = (await mails()).map(({ facts }) => facts.resetId);
    expect((await openLinks()).map(({ id }) => id).sort()).toEqual(sent.sort());
  });

  it("deletes links of any address after a week", async () => {
    await request({ email: "old@example.org" });
    await request({ email: "young@example.org", at: later(1) });
    await request({ at: later(7 * 24 * 60 * minute) });
    const kept = await reader().select().from(passwordResets);
    expect(kept.map((link) => link.email).sort()).toEqual([email, "young@example.org"]);
  });
});

describe("resetPassword", () => {
  withDatabase();

  it("sets the password, ends every session of that account and mails a notice", async () => {
    const user = await createUser({ email });
    await startFor(user);
    await startFor(user);
    const others = await startFor(await createUser());
    await request({ next: "/tickets" });
    const [link] = await openLinks();
    expect(await reset(link?.id ?? "")).toEqual({ ok: true, value: { next: "/tickets", userId: user.id } });
    expect(await hashOf(user)).toBe("new hash");
    expect(await sessionIds()).toEqual([others]);
    expect((await mails()).at(-1)).toMatchObject({
      kind: "password-changed",
      recipient: email,
      facts: { name: user.name, how: "reset" },
    });
    const entries = await reader().select().from(auditLog);
    expect(entries).toContainEqual(
      expect.objectContaining({ actorId: user.id, action: "account.reset-password" }),
    );
  });

  it("refuses a link that has expired and changes nothing", async () => {
    const user = await createUser({ email });
    const session = await startFor(user);
    await request();
    const [link] = await openLinks();
    expect(await reset(link?.id ?? "", "x", later(30 * minute))).toMatchObject({ reason: "link-void" });
    expect(await hashOf(user)).toBe(user.passwordHash);
    expect(await sessionIds()).toEqual([session]);
  });

  it("refuses the link of a request for an address without an account", async () => {
    await request();
    const [link] = await openLinks();
    expect(await reset(link?.id ?? "")).toEqual({ ok: false, reason: "link-void" });
    expect(await openLinks()).toHaveLength(1);
  });

  it("accepts exactly one of twenty parallel resets", async () => {
    const user = await createUser({ email });
    await request();
    const [link] = await openLinks();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => reset(link?.id ?? "", `hash ${i}`)),
    );
    const through = outcomes.flatMap((outcome, i) => (outcome.ok ? [i] : []));
    expect(through).toHaveLength(1);
    expect(await hashOf(user)).toBe(`hash ${through[0]}`);
    expect((await mails()).filter((mail) => mail.kind === "password-changed")).toHaveLength(1);
  });
});

describe("changePassword", () => {
  withDatabase();

  const change = (user: UserRow, passwordHash = user.passwordHash) =>
    decide((tx) =>
      changePassword(tx, {
        owner: { userId: user.id, role: user.role, passwordHash, name: user.name, email: user.email },
        newHash: "new hash",
        at: testNow,
      }),
    );

  it("ends every session, voids reset links and mails a notice", async () => {
    const user = await createUser({ email });
    await startFor(user);
    await startFor(user);
    await request();
    expect((await change(user)).ok).toBe(true);
    expect(await sessionIds()).toEqual([]);
    expect(await hashOf(user)).toBe("new hash");
    expect(await openLinks()).toEqual([]);
    expect((await mails()).at(-1)).toMatchObject({ kind: "password-changed", facts: { how: "changed" } });
  });

  it("refuses if the password has changed since its check", async () => {
    const user = await createUser({ email });
    const session = await startFor(user);
    expect(await change(user, "the one before")).toEqual({ ok: false, reason: "wrong-password" });
    expect(await sessionIds()).toEqual([session]);
    expect(await mails()).toEqual([]);
  });
});
