import { describe, expect, it } from "vitest";
import { inTurns, median, percentile, separability } from "./statistics";

describe("median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[10, 9, 100], 10],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
    [[], Number.NaN],
    [[1, Number.NaN, Number.NaN], Number.NaN],
  ])("of %j is %s", (figures, expected) => expect(median(figures)).toBe(expected));
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  it.each([
    [hundred, 0.99, 99],
    [hundred, 0.5, 50],
    [hundred, 1, 100],
    [hundred, 0, 1],
    [[5], 0.99, 5],
    [[], 0.5, Number.NaN],
  ])("takes the right one", (figures, share, expected) => expect(percentile(figures, share)).toBe(expected));
});

describe("separability", () => {
  it.each([
    [[1, 2, 3], [4, 5, 6], 1],
    [[4, 5, 6], [1, 2, 3], 1],
    [[1, 2, 3], [1, 2, 3], 0.5],
    [[1, 3], [2, 4], 0.75],
    [[], [1], Number.NaN],
  ])("of %j and %j is %s", (some, others, expected) => expect(separability(some, others)).toBe(expected));
});

describe("inTurns", () => {
  it("takes turns, and the median of each figure by itself", async () => {
    const order: string[] = [];
    const times = [30, 10, 20];
    const measured = await inTurns(3, {
      limit: async (turn) => {
        order.push(`limit ${turn}`);
        return { ms: times[turn] ?? 0, perSecond: turn };
      },
      ours: async (turn) => {
        order.push(`ours ${turn}`);
        return { ms: 2 * (times[turn] ?? 0), perSecond: -turn };
      },
    });
    expect(order).toEqual(["limit 0", "ours 0", "limit 1", "ours 1", "limit 2", "ours 2"]);
    expect(measured).toEqual({ limit: { ms: 20, perSecond: 1 }, ours: { ms: 40, perSecond: -1 } });
  });

  it("fails when one of them fails", async () => {
    const fails = inTurns(3, {
      ours: async () => {
        throw new Error("503");
      },
    });
    await expect(fails).rejects.toThrow("503");
  });
});
