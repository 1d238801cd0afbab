import { expect, it } from "vitest";
import { transaction } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { checkNewPassword } from "./check-new-password";

withDatabase();

it("refuses further passwords of one client, link or account before it estimates them", async () => {
  const countedBy = "203.0.113.7";
  const times = {
    windowStartedAt: testNow,
    lastAt: testNow,
    expiresAt: new Date(testNow.getTime() + 60_000),
  };
  await transaction(async (tx) =>
    tx.insert(rateLimits).values({ key: `new-password:${countedBy}`, count: 600, ...times }),
  );
  const question = { password: "password123", owner: { name: "Ada", email: "ada@example.org" } };
  expect(await checkNewPassword(question, { countedBy, now: testNow })).toEqual({
    ok: false,
    reason: "limited",
    facts: { seconds: 60 },
  });
});
