import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { passwordResets, registrations, sessions } from "@/db/schema";
import { findLiveSession, startSession, touchSession } from "@/lib/auth/sessions";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createRegistration, createUser, testNow } from "@/tests/harness/factories";
import { confirmRegistration } from "./confirm-registration";
import { deleteFutureLinks } from "./delete-future-links";
import { requestReset } from "./request-reset";
import { resetPassword } from "./reset-password";

withDatabase();

const minutes = (count: number) => new Date(testNow.getTime() + count * 60_000);
const anHourBack = minutes(-60);
const clean = (at: Date) => transaction((tx) => deleteFutureLinks(tx, at));

describe("when the clock is set back an hour", () => {
  it("a link that sets a password is void, and stays so once it is as late again", async () => {
    const { email } = await createUser();
    await decide((tx) => requestReset(tx, { email, next: null, at: testNow }));
    const [link] = await reader().select().from(passwordResets);
    const reset = (at: Date) =>
      decide((tx) => resetPassword(tx, { resetId: link?.id ?? "", passwordHash: "new", at }));
    expect(await reset(minutes(-29))).toEqual({ ok: false, reason: "link-void" });
    expect(await clean(anHourBack)).toBe(false);
    expect(await reset(minutes(1))).toEqual({ ok: false, reason: "link-void" });
  });

  it("a registration cannot be confirmed, and is deleted", async () => {
    const { id } = await createRegistration();
    const confirm = (at: Date) => decide((tx) => confirmRegistration(tx, { registrationId: id, at }));
    expect(await confirm(anHourBack)).toEqual({ ok: false, reason: "link-void" });
    await clean(anHourBack);
    expect(await confirm(minutes(1))).toEqual({ ok: false, reason: "link-void" });
  });

  it("links of some minutes ago stay, and so do those of before", async () => {
    await createRegistration({ createdAt: minutes(-60) });
    await createRegistration({ createdAt: minutes(-56) });
    await clean(anHourBack);
    expect(await reader().select().from(registrations)).toHaveLength(2);
  });

  it("some at a time are deleted", async () => {
    await transaction(async (tx) => {
      const rows = Array.from({ length: 250 }, () => ({
        ...{ id: newId(), email: "ada@example.org", createdAt: testNow, expiresAt: minutes(30) },
      }));
      await tx.insert(passwordResets).values(rows);
    });
    const left = async () => (await reader().select().from(passwordResets)).length;
    expect([await clean(anHourBack), await left()]).toEqual([true, 50]);
    expect([await clean(anHourBack), await left()]).toEqual([false, 0]);
  });

  it("a session that has begun since is none, and an older one was last seen now", async () => {
    const user = await createUser();
    const who = { userId: user.id, role: user.role, passwordHash: user.passwordHash };
    const start = async (at: Date) =>
      (await transaction((tx) => startSession(tx, who, { userAgent: "" }, at))) ?? "";
    const [old, recent] = [await start(minutes(-180)), await start(testNow)];
    await transaction((tx) => touchSession(tx, old, testNow));
    expect(await findLiveSession(recent, anHourBack)).toBeNull();
    expect(await findLiveSession(old, anHourBack)).toMatchObject({ id: old });
    await transaction((tx) => touchSession(tx, old, anHourBack));
    const [row] = await reader().select().from(sessions).where(eq(sessions.id, old));
    expect(row?.lastSeenAt).toEqual(anHourBack);
    await start(anHourBack);
    expect(await reader().select().from(sessions).where(eq(sessions.id, recent))).toEqual([]);
  });
});
