import { expect, it } from "vitest";
import { decideHandOver } from "./hand-over";

const now = new Date("2030-01-01T12:00:00Z");
const later = new Date("2030-01-01T12:00:00.001Z");

const entry = (place: number, given: { until?: Date; mayHold?: boolean } = {}) => ({
  ...{ place, until: later, mayHold: true },
  ...given,
});

const decide = (entries: ReturnType<typeof entry>[], free: number) => {
  const { winners, passedOver } = decideHandOver(entries, { free, now });
  return [winners.map(({ place }) => place), passedOver.map(({ place }) => place)];
};

it.each([
  ["no space", [entry(1), entry(2)], 0, [[], []]],
  ["one space: the lowest place gets it", [entry(3), entry(1), entry(2)], 1, [[1], []]],
  ["as many spaces as people", [entry(1), entry(2)], 2, [[1, 2], []]],
  ["more spaces than people", [entry(1)], 5, [[1], []]],
  ["nobody", [], 5, [[], []]],
  ["whose time has come this millisecond gets none", [entry(1, { until: now }), entry(2)], 1, [[2], []]],
  ["who may not hold one is passed over", [entry(1, { mayHold: false }), entry(2)], 1, [[2], [1]]],
  ["and is left alone behind the last who gets one", [entry(1), entry(2, { mayHold: false })], 1, [[1], []]],
  ["whose time has come is not passed over", [entry(1, { until: now, mayHold: false })], 1, [[], []]],
])("%s", (_, entries, free, expected) => {
  expect(decide(entries, free)).toEqual(expected);
});
