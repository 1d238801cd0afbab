import { expect, it } from "vitest";
import { isFromTheFuture } from "./from-the-future";

const now = new Date("2030-01-01T12:00:00Z");

it.each([
  [-60, false],
  [0, false],
  [5, false],
  [5.1, true],
  [60, true],
])("says of a row that is %d minutes later than now: %s", (minutes, expected) => {
  expect(isFromTheFuture(new Date(now.getTime() + minutes * 60_000), now)).toBe(expected);
});
