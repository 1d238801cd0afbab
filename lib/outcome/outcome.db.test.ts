import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { decide, done, refuse } from "./outcome";

withDatabase();

const entry = { actorId: null, action: "test.write", subject: "x", at: testNow };
const written = async () => (await reader().select().from(auditLog)).length;

describe("decide", () => {
  it("commits the changes of a successful command", async () => {
    const outcome = await decide(async (tx) => {
      await recordAudit(tx, { ...entry, details: { name: "O'Brien" } });
      return done(7);
    });
    expect(outcome).toEqual({ ok: true, value: 7 });
    expect(await reader().select().from(auditLog)).toMatchObject([
      { actorId: null, action: "test.write", subject: "x", details: '{"name":"O\'Brien"}', at: testNow },
    ]);
  });

  it("rolls back the changes of a refused command and returns the refusal", async () => {
    const outcome = await decide(async (tx) => {
      await recordAudit(tx, entry);
      return refuse("full", { least: 3 });
    });
    expect(outcome).toEqual({ ok: false, reason: "full", facts: { least: 3 } });
    expect(await written()).toBe(0);
  });

  it("rolls back and throws on a fault", async () => {
    const fault = decide(async (tx) => {
      await recordAudit(tx, entry);
      throw new Error("a fault");
    });
    await expect(fault).rejects.toThrow("a fault");
    expect(await written()).toBe(0);
  });
});

describe("refuse", () => {
  it("has facts only if there are any", () => {
    expect(refuse("full")).toEqual({ ok: false, reason: "full" });
  });
});
