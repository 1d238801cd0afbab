import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { randomFrom } from "@/tests/harness/random";
import { chooseTear, copyWhileBusy, judgeLostWrite, openTorn } from "@/tests/harness/torn-wal";
import { reportFault } from "./report";

const places = 200;
const seed = 20_302;

test("a torn write-ahead log", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-torn-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const random = randomFrom(seed);
  const moments = await copyWhileBusy(folder, { moments: 20 });
  const broken: string[] = [];
  const lost: number[] = [];
  for (let n = 0; n < places; n += 1) {
    const moment = moments[n % moments.length];
    if (!moment) throw new Error("no moment was copied");
    const tear = chooseTear(moment, random);
    const opened = openTorn(moment, tear);
    broken.push(...opened.broken.map((problem) => `${tear.how} at byte ${tear.at}: ${problem}`));
    lost.push(moment.acknowledged - opened.transactions);
  }
  const [first, last] = [moments[0], moments.at(-1)];
  const [control] = first && last ? judgeLostWrite(first, last) : [];
  expect(control).toMatch(/^pages of the transactions/);
  reportFault(context, {
    fault: "write-ahead log cut, flipped or zeroed at a random place: a prefix of whole transactions",
    attempts: places,
    kept: places - new Set(broken.map((problem) => problem.split(":")[0])).size,
    broken,
    figures: `${lost.filter((n) => n > 0).length} tears took up to ${Math.max(...lost)} transactions, all of them at the end`,
    control: `one page of an earlier moment: “${control}”`,
  });
});
