import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { recordExport } from "./record-export";
import { recordRefusal } from "./record-refusal";

withDatabase();

const minutes = (count: number) => new Date(testNow.getTime() + count * 60_000);
const refusal = (subject: string, at = testNow) => ({
  ...{ actorId: null, action: "account.refuse-sign-in", subject },
  ...{ details: { reason: "wrong-password" }, at },
});
const entries = async () => (await reader().select().from(auditLog)).length;

describe("recordRefusal", () => {
  it("records the first of a kind in a quarter of an hour, also of many at once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => recordRefusal(refusal("ada@example.org"))));
    expect(await entries()).toBe(1);
    await recordRefusal(refusal("ada@example.org", minutes(14)));
    expect(await entries()).toBe(1);
    await recordRefusal(refusal("bob@example.org"));
    await recordRefusal({ ...refusal("ada@example.org"), action: "access.refuse" });
    await recordRefusal(refusal("ada@example.org", minutes(15)));
    expect(await entries()).toBe(4);
  });

  it("records 500 in an hour of a flood that names another address each time", async () => {
    for (let n = 0; n < 600; n += 1) await recordRefusal(refusal(`nobody${n}@example.org`));
    expect(await entries()).toBe(500);
    await recordRefusal(refusal("ada@example.org", minutes(60)));
    expect(await entries()).toBe(501);
  });
});

describe("recordExport", () => {
  it("records who took what, once a minute", async () => {
    const taken = { actorId: "ada", action: "attendees.export", subject: "event", at: testNow };
    for (const at of [testNow, testNow, minutes(1)]) await recordExport({ ...taken, at });
    await recordExport({ ...taken, details: { list: "waiting list" } });
    const rows = await reader().select().from(auditLog).where(eq(auditLog.actorId, "ada"));
    expect(rows.map(({ details }) => details).sort()).toEqual(['{"list":"waiting list"}', "{}", "{}"]);
  });
});
