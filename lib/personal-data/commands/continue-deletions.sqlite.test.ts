import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { sqlitePath } from "@/db/database-url";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createUser, testNow as now } from "@/tests/harness/factories";
import { continueDeletions } from "./continue-deletions";
import { deleteAccount } from "./delete-account";

const database = withDatabase();

it("empties the write-ahead log when everything was gone through, not after each step", async () => {
  const user = await createUser();
  await decide((tx) => deleteAccount(tx, { owner: { ...user, userId: user.id }, at: now }));
  const bytes = () => statSync(`${sqlitePath(database.url)}-wal`).size;
  const seen: boolean[] = [];
  while (await continueDeletions(now)) seen.push(bytes() === 0);
  expect(seen).toEqual([...Array(9).fill(false), true]);
});
