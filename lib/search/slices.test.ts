import { describe, expect, it } from "vitest";
import { findInSlices, rememberMoments } from "./slices";

/** A list of the numbers 1 to `length`, each at its millisecond, of which those that `matches` are found. */
function numbers(length: number, matches: (number: number) => boolean) {
  const looked: number[] = [];
  return {
    looked,
    after: new Date(0),
    until: new Date(length),
    momentOf: async (nth: number, after: Date) =>
      after.getTime() + nth <= length ? new Date(after.getTime() + nth) : undefined,
    find: async (after: Date, until: Date, most: number) => {
      const size = until.getTime() - after.getTime();
      looked.push(size);
      return Array.from({ length: size }, (_, i) => after.getTime() + 1 + i)
        .filter(matches)
        .slice(0, most);
    },
  };
}

describe("findInSlices", () => {
  it("finds every match of a long list once and in order, wherever its slices end", async () => {
    const list = numbers(50_000, (number) => number % 2_500 === 0);
    const found = await findInSlices({ ...list, wanted: 100, weight: 1 });
    expect(found).toEqual(Array.from({ length: 20 }, (_, i) => 2_500 * (i + 1)));
    expect(list.looked).toEqual([20_000, 20_000, 10_000]);
  });

  it("stops at the slice in which it has found enough, and returns no more", async () => {
    const list = numbers(50_000, (number) => number % 2_500 === 0);
    expect(await findInSlices({ ...list, wanted: 9, weight: 1 })).toHaveLength(9);
    expect(list.looked).toEqual([20_000, 20_000]);
  });

  it("begins after a moment, and takes smaller slices of what costs more to look at", async () => {
    const list = { ...numbers(18_500, () => false), after: new Date(1_000) };
    expect(await findInSlices({ ...list, wanted: 1, weight: 2 })).toEqual([]);
    expect(list.looked).toEqual([10_000, 7_500]);
  });

  it("looks no further than the list goes, wherever it is told that a slice ends", async () => {
    const list = { ...numbers(30_000, (number) => number > 24_990), until: new Date(25_000) };
    const found = await findInSlices({ ...list, wanted: 100, weight: 1 });
    expect(found).toEqual([24_991, 24_992, 24_993, 24_994, 24_995, 24_996, 24_997, 24_998, 24_999, 25_000]);
    expect(list.looked).toEqual([20_000, 5_000]);
  });

  it("lets other searches and other work have their turn between two slices", async () => {
    const turns: string[] = [];
    const search = (name: string) => {
      const list = numbers(50_000, () => false);
      const find: typeof list.find = (...asked) => {
        turns.push(name);
        return list.find(...asked);
      };
      return findInSlices({ ...list, find, wanted: 1, weight: 1 });
    };
    let working = true;
    const work = async () => {
      while (working) {
        await new Promise(setImmediate);
        turns.push("work");
      }
    };
    const worker = work();
    await Promise.all([search("a"), search("b")]);
    working = false;
    await worker;
    expect(turns.filter((turn) => turn !== "work").join("")).toBe("ababab");
    // Between any two slices there was something else to do, and it was done.
    expect(turns.join(" ")).not.toMatch(/[ab] [ab]/);
  });

  it("goes on with the other searches when one of them fails", async () => {
    const list = numbers(25_000, (number) => number === 24_999);
    const broken = { ...list, find: async () => Promise.reject(new Error("gone")) };
    const [failed, found] = await Promise.allSettled([
      findInSlices({ ...broken, wanted: 1, weight: 1 }),
      findInSlices({ ...list, wanted: 1, weight: 1 }),
    ]);
    expect(failed.status).toBe("rejected");
    expect(found).toMatchObject({ status: "fulfilled", value: [24_999] });
  });
});

describe("rememberMoments", () => {
  const start = Date.parse("2030-01-01T12:00:00Z");
  const at = (seconds: number) => new Date(start + seconds * 1_000);

  it("counts rows once in a minute for each slice, also when there are fewer", async () => {
    const asked: string[] = [];
    const moments = rememberMoments(async (nth, after) => {
      asked.push(`${nth} after ${after.getTime()}`);
      return nth > 10 ? undefined : new Date(after.getTime() + nth);
    });
    for (const now of [at(0), at(59)]) {
      expect(await moments(10, new Date(5), now)).toEqual(new Date(15));
      expect(await moments(10, new Date(15), now)).toEqual(new Date(25));
      expect(await moments(11, new Date(5), now)).toBeUndefined();
    }
    expect(asked).toEqual(["10 after 5", "10 after 15", "11 after 5"]);
    await moments(10, new Date(5), at(60));
    expect(asked).toHaveLength(4);
  });

  it("remembers no more than a few thousand, whatever people search for", async () => {
    let asked = 0;
    const moments = rememberMoments(async () => {
      asked += 1;
      return undefined;
    });
    for (let nth = 1; nth <= 5_001; nth += 1) await moments(nth, new Date(0), at(0));
    await moments(5_001, new Date(0), at(0));
    expect(asked).toBe(5_001);
    await moments(1, new Date(0), at(0));
    expect(asked).toBe(5_002);
  });
});
