import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createPace } from "./pace";

type Sending = { usually?: number; besideQuickAnswers?: number; readers?: boolean };

/**
 * Sends so many callers through a gate and tells who had begun after each turn of the event loop.
 * @param sending readers: somebody is answered at once in every turn
 */
async function send(count: number, { usually = 3, besideQuickAnswers = 1, readers }: Sending = {}) {
  const pace = createPace({ usually, besideQuickAnswers });
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, place) => pace.begin().then(() => begun.push(place)));
  const seen: number[] = [];
  while (begun.length < count) {
    // Microtasks first: who is let through at once has begun before the turn is over.
    await Promise.resolve();
    seen.push(begun.length);
    if (readers) pace.noteQuickAnswer();
    await nextTurn();
  }
  await Promise.all(all);
  return { begun, seen, pace };
}

describe("createPace", () => {
  it("lets those who come alone begin at once, again and again", async () => {
    const { seen, pace } = await send(2);
    expect(seen).toEqual([2]);
    await nextTurn();
    let begun = false;
    pace.begin().then(() => {
      begun = true;
    });
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toBe(true);
  });

  it("lets so many begin in a turn and no more, in the order they came", async () => {
    const { begun, seen } = await send(10);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(seen[0]).toBe(3);
    for (const [turn, count] of seen.entries()) expect(count).toBeLessThanOrEqual(3 * (turn + 1));
    expect(seen.length).toBeLessThanOrEqual(5);
  });

  it("lets fewer begin while others are answered at once", async () => {
    const { begun, seen } = await send(10, { readers: true });
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [turn, count] of seen.entries()) expect(count).toBeLessThanOrEqual(3 + turn);
  });

  it("lets as many begin as usual after it has rested, whoever was answered before", async () => {
    const pace = createPace({ usually: 3, besideQuickAnswers: 1 });
    await pace.begin();
    pace.noteQuickAnswer();
    await nextTurn();
    let begun = 0;
    for (let one = 0; one < 3; one += 1)
      pace.begin().then(() => {
        begun += 1;
      });
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toBe(3);
  });

  it("lets as many begin as before in the turn after one with a quick answer", async () => {
    const pace = createPace({ usually: 3, besideQuickAnswers: 1 });
    let begun = 0;
    for (let one = 0; one < 12; one += 1)
      pace.begin().then(() => {
        begun += 1;
      });
    pace.noteQuickAnswer();
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await nextTurn();
      seen.push(begun);
    }
    expect(seen).toEqual([4, 7, 10, 12]);
  });
});
