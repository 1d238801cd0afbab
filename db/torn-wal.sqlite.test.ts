import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomFrom } from "@/tests/harness/random";
import {
  chooseTear,
  copyWhileBusy,
  judgeLostWrite,
  judgeMarks,
  type Moment,
  openTorn,
} from "@/tests/harness/torn-wal";

// `npm run test:faults` tears it at 200 places.
const folder = mkdtempSync(path.join(tmpdir(), "evento-torn-"));
let moments: Moment[];
beforeAll(async () => {
  moments = await copyWhileBusy(folder, { moments: 3 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("is read up to a whole transaction, wherever its log is torn", () => {
  const random = randomFrom(Math.floor(Math.random() * 2 ** 31));
  for (const moment of moments) {
    for (let n = 0; n < 7; n += 1) {
      const tear = chooseTear(moment, random);
      expect([tear, openTorn(moment, tear).broken]).toEqual([tear, []]);
    }
  }
});

it("has everything that was acknowledged while its log is whole, and less after a longer tear", () => {
  for (const moment of moments) {
    const { from, to } = moment.tail;
    const places = [0, 0.3, 0.6, 1].map((share) => from + Math.ceil((to - from) * share));
    const counts = places.map((at) => openTorn(moment, { how: "cut", at }).transactions);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBe(moment.acknowledged);
    expect(counts[0]).toBeLessThan(moment.acknowledged);
  }
});

it("is judged by a check that finds a lost write, and a transaction that is only partly there", () => {
  const [first, , last] = moments as [Moment, Moment, Moment];
  expect(judgeLostWrite(first, last).join("\n")).toMatch(
    /^pages of the transactions \d+, \d+ instead of \d+$/m,
  );
  expect(judgeMarks(last.file, 0).broken.join()).toMatch(/of which 0 were begun/);
});
