import { expect, it } from "vitest";
import { transaction } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { checkNewPassword } from "./check-new-password";

withDatabase();

it("refuses further passwords of an address before it estimates them", async () => {
  const clientAddress = "203.0.113.7";
  const times = {
    windowStartedAt: testNow,
    lastAt: testNow,
    expiresAt: new Date(testNow.getTime() + 60_000),
  };
  await transaction(async (tx) =>
    tx.insert(rateLimits).values({ key: `new-password:${clientAddress}`, count: 600, ...times }),
  );
  const question = { password: "password123", owner: { name: "Ada", email: "ada@example.org" } };
  expect(await checkNewPassword(question, { clientAddress, now: testNow })).toEqual({
    ok: false,
    reason: "limited",
    facts: { seconds: 60 },
  });
});
