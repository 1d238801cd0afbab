import { describe, expect, it } from "vitest";
import { transaction } from "@/db/client";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { tryOrganiserCode } from "./try-organiser-code";

describe("tryOrganiserCode", () => {
  withDatabase();

  const tryCode = (given: string, clientAddress = "203.0.113.7") =>
    transaction((tx) => tryOrganiserCode(tx, { given, clientAddress, at: testNow }));

  it("accepts the right code any number of times", async () => {
    for (let i = 0; i < 15; i++) expect(await tryCode("Dc5_G1gz")).toMatchObject({ ok: true });
  });

  it("refuses even the right code for an hour after ten wrong ones, for that address only", async () => {
    for (let i = 0; i < 10; i++) expect(await tryCode("Dc5_G1gy")).toMatchObject({ reason: "wrong-code" });
    const limited = { ok: false, reason: "limited", facts: { seconds: 3600 } };
    for (let i = 0; i < 10; i++) expect(await tryCode("Dc5_G1gy")).toEqual(limited);
    expect(await tryCode("Dc5_G1gz")).toEqual(limited);
    expect(await tryCode("Dc5_G1gz", "198.51.100.9")).toMatchObject({ ok: true });
  });

  it("allows only ten parallel guesses", async () => {
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, i) => tryCode(`wrong ${i}`)));
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "wrong-code")).toHaveLength(10);
  });
});
