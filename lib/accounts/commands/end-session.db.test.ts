import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, sessions } from "@/db/schema";
import { startSession } from "@/lib/auth/sessions";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { endOwnSession, signOutEverywhere } from "./end-session";

const startFor = async (user: UserRow) => {
  const who = { userId: user.id, role: user.role, passwordHash: user.passwordHash };
  const id = await transaction((tx) => startSession(tx, who, { userAgent: "" }, testNow));
  if (!id) throw new Error("no session");
  return id;
};
const sessionIds = async () =>
  (await reader().select({ id: sessions.id }).from(sessions)).map(({ id }) => id);

describe("ending sessions", () => {
  withDatabase();

  it("works for one's own sessions only, and twice", async () => {
    const [ada, bob] = [await createUser(), await createUser()];
    const [ofAda, ofBob] = [await startFor(ada), await startFor(bob)];
    const end = (actor: UserRow, sessionId: string) =>
      decide((tx) => endOwnSession(tx, { actor, sessionId }));
    expect(await end(bob, ofAda)).toEqual({ ok: false, reason: "not-found" });
    expect(await end(ada, ofAda)).toMatchObject({ ok: true });
    expect(await end(ada, ofAda)).toMatchObject({ ok: true });
    expect(await sessionIds()).toEqual([ofBob]);
  });

  it("everywhere leaves other accounts' sessions", async () => {
    const [ada, bob] = [await createUser(), await createUser()];
    await startFor(ada);
    await startFor(ada);
    const ofBob = await startFor(bob);
    await decide((tx) => signOutEverywhere(tx, { actor: ada, at: testNow }));
    expect(await sessionIds()).toEqual([ofBob]);
    const entries = await reader().select().from(auditLog).where(eq(auditLog.actorId, ada.id));
    expect(entries.map(({ action }) => action).sort()).toEqual([
      "account.sign-in",
      "account.sign-in",
      "account.sign-out-everywhere",
    ]);
  });
});
