import { describe, expect, it } from "vitest";
import { periodFor, perPeriod, runningTotal, widen } from "./series";

const hour = 3_600_000;
const at = (hours: number) => new Date(Date.UTC(2030, 0, 1) + hours * hour);
const bucket = (hours: number) => Math.floor(at(hours).getTime() / hour);

describe("periodFor", () => {
  it.each([
    ["five minutes for some hours", 5, hour / 12],
    ["a quarter of an hour beyond", 5.01, hour / 4],
    ["an hour", 60, hour],
    ["a day for two months", 24 * 60, 24 * hour],
    ["weeks for a year", 24 * 365, 7 * 24 * hour],
    ["four weeks for four years", 24 * 365 * 4, 28 * 24 * hour],
  ])("is %s", (_, hours, period) => {
    expect(periodFor(at(0), at(hours))).toBe(period);
  });

  it("never makes more parts than asked for", () => {
    const period = periodFor(at(0), at(24 * 365 * 20));
    expect((24 * 365 * 20 * hour) / period).toBeLessThanOrEqual(60);
  });
});

describe("runningTotal", () => {
  it("is what came without what went, at the end of each period", () => {
    const points = runningTotal(
      {
        came: [
          { bucket: bucket(0), count: 3 },
          { bucket: bucket(2), count: 2 },
        ],
        went: [{ bucket: bucket(2), count: 1 }],
      },
      { from: at(0), to: at(3.5), period: hour },
    );
    expect(points.map(({ at, value }) => [at.getTime(), value])).toEqual(
      [
        [at(0), 0],
        [at(1), 3],
        [at(2), 3],
        [at(3), 4],
        [at(3.5), 4],
      ].map(([time, value]) => [Number(time), value]),
    );
  });

  it("begins with what came earlier", () => {
    const came = [{ bucket: bucket(-5), count: 7 }];
    const points = runningTotal({ came, went: [] }, { from: at(0), to: at(1), period: hour });
    expect(points.map(({ value }) => value)).toEqual([7, 7]);
  });

  it("has no time twice, also when it ends where a period begins", () => {
    const came = [{ bucket: bucket(2), count: 1 }];
    const points = runningTotal({ came, went: [] }, { from: at(0), to: at(2), period: hour });
    expect(points).toEqual([
      { at: at(0), value: 0 },
      { at: at(1), value: 0 },
      { at: at(2), value: 1 },
    ]);
  });
});

it("widens periods by adding their counts up", () => {
  const counts = [4, 5, 6, 11].map((bucket) => ({ bucket, count: bucket }));
  expect(widen(counts, 3)).toEqual([
    { bucket: 1, count: 9 },
    { bucket: 2, count: 6 },
    { bucket: 3, count: 11 },
  ]);
});

describe("perPeriod", () => {
  it("has every period between the first and the last, also empty ones", () => {
    const points = perPeriod(
      [
        { bucket: bucket(3), count: 4 },
        { bucket: bucket(1), count: 2 },
      ],
      hour,
    );
    expect(points).toEqual([
      { at: at(1), value: 2 },
      { at: at(2), value: 0 },
      { at: at(3), value: 4 },
    ]);
  });

  it("is empty when nothing happened", () => {
    expect(perPeriod([], hour)).toEqual([]);
  });
});
