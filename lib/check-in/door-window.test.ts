import { describe, expect, it } from "vitest";
import { maySync, mayUsePass } from "./access";
import { doorWindow, outsideWindow } from "./door-window";

const event = { startsAt: new Date("2030-02-01T18:00Z"), endsAt: new Date("2030-02-01T22:00Z") };
const pass = { withdrawnAt: null };

describe("the door of an event", () => {
  it("is open from 12 hours before the start until 12 hours after the end", () => {
    expect(doorWindow(event)).toEqual({
      opensAt: new Date("2030-02-01T06:00Z"),
      closesAt: new Date("2030-02-02T10:00Z"),
    });
  });

  it.each([
    ["2030-02-01T05:59:59.999Z", "too-early"],
    ["2030-02-01T06:00Z", null],
    ["2030-02-02T09:59:59.999Z", null],
    ["2030-02-02T10:00Z", "too-late"],
  ])("at %s answers %s", (at, expected) => {
    expect(outsideWindow(event, new Date(at))?.reason ?? null).toBe(expected);
  });
});

describe("mayUsePass", () => {
  it.each([
    ["long before the event", pass, "2030-01-01T00:00Z", true],
    ["until 12 hours after the end", pass, "2030-02-02T09:59:59.999Z", true],
    ["not from then on", pass, "2030-02-02T10:00Z", false],
    ["not once withdrawn", { withdrawnAt: new Date("2030-01-01T00:00Z") }, "2030-02-01T18:00Z", false],
    ["not without a pass", null, "2030-02-01T18:00Z", false],
  ])("%s", (_, given, at, expected) => {
    expect(mayUsePass(given, event, new Date(at))).toBe(expected);
  });
});

describe("maySync", () => {
  const withdrawn = { withdrawnAt: new Date("2030-02-01T19:00Z") };
  it.each([
    ["while it is valid", pass, "2030-02-01T18:00Z", true],
    ["for a week after the door closed", pass, "2030-02-09T09:59:59.999Z", true],
    ["not from then on", pass, "2030-02-09T10:00Z", false],
    ["for a week after it was withdrawn", withdrawn, "2030-02-08T18:59:59.999Z", true],
    ["not later", withdrawn, "2030-02-08T19:00Z", false],
    [
      "not longer if it was withdrawn afterwards",
      { withdrawnAt: new Date("2030-02-09T00:00Z") },
      "2030-02-09T10:00Z",
      false,
    ],
  ])("%s", (_, given, at, expected) => {
    expect(maySync(given, event, new Date(at))).toBe(expected);
  });
});
