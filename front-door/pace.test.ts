import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createPace } from "./pace";

/** Sends so many callers through a gate for `perTurn`, and keeps a list of who has begun. */
function send(count: number, perTurn: number, comesFirst = () => false) {
  const pace = createPace(perTurn, comesFirst);
  const begun: number[] = [];
  const come = (place: number) => pace.begin().then(() => begun.push(place));
  for (let place = 0; place < count; place += 1) come(place);
  return { pace, begun, come };
}

type Sent = ReturnType<typeof send>;

/** How many have begun after each of some turns, in each of which so many others are answered at once. */
async function watch({ pace, begun }: Sent, turns: number, quickAnswers = 0): Promise<number[]> {
  const seen: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (let one = 0; one < quickAnswers; one += 1) pace.noteQuickAnswer();
    await nextTurn();
    seen.push(begun.length);
  }
  return seen;
}

describe("createPace", () => {
  it("lets those who come alone begin at once, again and again", async () => {
    const sent = send(2, 3);
    await Promise.resolve();
    await Promise.resolve();
    expect(sent.begun).toEqual([0, 1]);
    await nextTurn();
    sent.come(2);
    await Promise.resolve();
    await Promise.resolve();
    expect(sent.begun).toEqual([0, 1, 2]);
  });

  it("lets so many begin in a turn and no more, in the order they came", async () => {
    const sent = send(10, 3);
    expect(await watch(sent, 3)).toEqual([6, 9, 10]);
    expect(sent.begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each([
    [1, [6, 8, 10]],
    [2, [5, 6, 7]],
    [40, [5, 6, 7]],
  ])("lets fewer begin beside %i who are answered at once, but never none", async (quickAnswers, begun) => {
    expect(await watch(send(20, 4), 3, quickAnswers)).toEqual(begun);
  });

  it("lets one begin in a turn while something comes first, and then as many as usual", async () => {
    let rendering = true;
    const sent = send(20, 4, () => rendering);
    expect(await watch(sent, 3)).toEqual([2, 3, 4]);
    rendering = false;
    expect(await watch(sent, 2)).toEqual([8, 12]);
  });

  it("lets as many begin as usual in the turn after others were answered", async () => {
    const sent = send(20, 4);
    expect(await watch(sent, 1, 40)).toEqual([5]);
    expect(await watch(sent, 2)).toEqual([9, 13]);
  });

  it("lets as many begin as usual after it has rested, whoever was answered before", async () => {
    const sent = send(1, 3);
    await watch(sent, 1, 40);
    for (const place of [1, 2, 3]) sent.come(place);
    await Promise.resolve();
    await Promise.resolve();
    expect(sent.begun).toEqual([0, 1, 2, 3]);
  });
});
