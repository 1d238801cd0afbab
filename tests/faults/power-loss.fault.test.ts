import { expect, onTestFinished, test } from "vitest";
import { watchAnswers, watchSmallServer } from "@/tests/harness/power-loss";
import { startWorld } from "@/tests/harness/world";
import { reportFault } from "./report";

const times = 10;

test("a loss of power", async (context) => {
  const world = await startWorld();
  onTestFinished(world.stop);
  const answers = [];
  for (let n = 0; n < times; n += 1) answers.push(...(await watchAnswers(world)));
  const broken = answers.flatMap(({ what, problem }) => (problem ? [`${what}: ${problem}`] : []));
  const control = await watchSmallServer("NORMAL");
  expect(control).toMatch(/was answered without a sync/);
  reportFault(context, {
    fault:
      "loss of power: tickets, hand-overs and check-ins are synced before they are answered, by a trace of system calls",
    attempts: answers.length,
    kept: answers.length - broken.length,
    broken,
    control: `a small server with synchronous = NORMAL: “${control}”`,
  });
});
