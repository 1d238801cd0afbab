import { describe, expect, it } from "vitest";
import { sessionIsLive, shouldTouch } from "./session-lifetime";

const now = new Date("2030-01-01T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const hour = 3_600_000;
const day = 24 * hour;

describe("sessionIsLive", () => {
  it.each([
    ["attendee", 30 * day - 1, 0, true],
    ["attendee", 30 * day, 0, false],
    ["attendee", 20 * day, 7 * day - 1, true],
    ["attendee", 20 * day, 7 * day, false],
    ["organiser", 7 * day - 1, 0, true],
    ["organiser", 7 * day, 0, false],
    ["organiser", 5 * day, 24 * hour - 1, true],
    ["organiser", 5 * day, 24 * hour, false],
    ["attendee", -hour, -hour, false],
    ["attendee", day, -hour, true],
  ] as const)("for an %s, %d ms old and %d ms idle, is %s", (role, age, idle, live) => {
    const session = { role, createdAt: ago(age), lastSeenAt: ago(idle) };
    expect(sessionIsLive(session, now)).toBe(live);
  });
});

describe("shouldTouch", () => {
  it.each([
    [10 * 60_000 - 1, false],
    [10 * 60_000, true],
    [-60_000, false],
    [-hour, true],
  ])("after %d ms is %s", (idle, anew) => {
    expect(shouldTouch({ createdAt: ago(day), lastSeenAt: ago(idle) }, now)).toBe(anew);
  });
});
