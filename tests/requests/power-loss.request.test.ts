import { expect, it, onTestFinished } from "vitest";
import { watchAnswers, watchSmallServer } from "@/tests/harness/power-loss";
import { startWorld } from "@/tests/harness/world";

it("syncs tickets, hand-overs and check-ins to the disk before it tells anybody", async () => {
  const world = await startWorld();
  onTestFinished(world.stop);
  expect(await watchAnswers(world)).toEqual([
    { what: "a ticket", problem: null },
    { what: "a hand-over", problem: null },
    { what: "a check-in", problem: null },
  ]);
});

it.each<["FULL" | "NORMAL" | "OFF", RegExp | null]>([
  ["FULL", null],
  ["NORMAL", /^\S+ was answered without a sync of the log after the write of \w+$/],
  ["OFF", /^\S+ was answered without a sync of the log after the write of \w+$/],
])("is watched by a check that knows a server with synchronous = %s", async (synchronous, problem) => {
  const found = await watchSmallServer(synchronous);
  if (problem) expect(found).toMatch(problem);
  else expect(found).toBeNull();
});
