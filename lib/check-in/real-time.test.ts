import { expect, it } from "vitest";
import { realTime } from "./real-time";

const receivedAt = new Date("2030-02-01T19:00Z");
const earliest = new Date("2030-01-31T09:00Z");
const minutes = (count: number) => count * 60_000;

it.each([
  ["right", 0],
  ["a day late", -minutes(1440)],
  ["a day early", minutes(1440)],
  ["years off", -minutes(1440 * 3000)],
])("tells when something was done by a clock that is %s", (_, off) => {
  const sentAt = new Date(receivedAt.getTime() + off);
  const at = new Date(sentAt.getTime() - minutes(40));
  expect(realTime({ at, sentAt, receivedAt, earliest })).toEqual(new Date("2030-02-01T18:20Z"));
});

it("is never in the future, even if the clock was put back meanwhile", () => {
  const at = new Date(receivedAt.getTime() + minutes(90));
  expect(realTime({ at, sentAt: receivedAt, receivedAt, earliest })).toEqual(receivedAt);
});

it("is never before the door existed, even if the clock was put forward meanwhile", () => {
  const at = new Date("2001-01-01T00:00Z");
  expect(realTime({ at, sentAt: receivedAt, receivedAt, earliest })).toEqual(earliest);
  const later = new Date(receivedAt.getTime() + minutes(5));
  expect(realTime({ at, sentAt: receivedAt, receivedAt, earliest: later })).toEqual(receivedAt);
});
