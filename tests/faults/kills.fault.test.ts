import { expect, onTestFinished, test } from "vitest";
import { judgeBroken } from "@/tests/harness/acknowledged";
import { runKillDrill } from "@/tests/harness/kill-drill";
import { reportFault } from "./report";

const kills = 100;
const seed = 20_301;
const readyWithinMs = 5_000;

test("a server killed while people work", async (context) => {
  const drill = await runKillDrill({ kills, seed, mailed: true });
  onTestFinished(drill.stop);
  const { acknowledged, startMs, mails } = drill;
  const slowest = Math.max(...startMs);
  const [control] = judgeBroken(drill.file, acknowledged, {
    sql: `delete from tickets where id = '${[...acknowledged.tickets.keys()].at(-1)}'`,
  });
  const { tickets, checkIns, edits, handOversSeen } = acknowledged;
  const told = `${tickets.size} tickets, ${checkIns.size} check-ins, ${edits.length} edits, ${handOversSeen} hand-overs seen`;
  expect(control).toMatch(/^the ticket \w+ is lost$/);
  reportFault(context, {
    fault:
      "kill -9 while people request, cancel, wait, check in and edit: all that was acknowledged is there",
    attempts: kills,
    kept: drill.kept,
    broken: [
      ...drill.broken,
      ...startMs.filter((ms) => ms > readyWithinMs).map((ms) => `a start took ${Math.round(ms)} ms`),
    ],
    figures: `${told}; ${mails.all} mails, ${mails.again} of them a second time; ready within ${(slowest / 1000).toFixed(1)} s`,
    control: `one acknowledged ticket deleted: “${control}”`,
  });
});
