import { describe, expect, it } from "vitest";
import {
  findTimeZone,
  isTimeZone,
  readWallTime,
  timeZoneNames,
  toOffsetTime,
  toWallTime,
  utcOffsetMinutes,
} from "./wall-time";

describe("readWallTime", () => {
  it("returns one instant, none or two", () => {
    expect(readWallTime("2030-03-31", "03:00", "Europe/London")).toEqual({
      kind: "exact",
      at: new Date("2030-03-31T02:00:00Z"),
    });
    expect(readWallTime("2030-03-31", "01:30", "Europe/London")).toEqual({ kind: "skipped" });
    expect(readWallTime("2030-10-27", "01:30", "Europe/London")).toEqual({
      kind: "twice",
      earlier: new Date("2030-10-27T00:30:00Z"),
      later: new Date("2030-10-27T01:30:00Z"),
    });
  });

  it("throws for a date that does not exist", () => {
    expect(() => readWallTime("2030-02-30", "10:00", "UTC")).toThrow(RangeError);
  });
});

describe("toWallTime", () => {
  it.each([
    ["Europe/London", "2030-07-01", "00:30"],
    ["America/New_York", "2030-06-30", "19:30"],
    ["Asia/Kathmandu", "2030-07-01", "05:15"],
    ["UTC", "2030-06-30", "23:30"],
  ])("returns the local date and time in %s", (zone, date, time) => {
    expect(toWallTime(new Date("2030-06-30T23:30:00Z"), zone)).toEqual({ date, time });
  });

  it("is the inverse of readWallTime", () => {
    const read = readWallTime("2031-05-06", "07:08", "Australia/Lord_Howe");
    expect(read.kind === "exact" && toWallTime(read.at, "Australia/Lord_Howe")).toEqual({
      date: "2031-05-06",
      time: "07:08",
    });
  });
});

describe("utcOffsetMinutes", () => {
  it.each([
    ["Europe/London", "2030-01-15T12:00:00Z", 0],
    ["Europe/London", "2030-07-15T12:00:00Z", 60],
    ["Asia/Kathmandu", "2030-07-15T12:00:00Z", 345],
    ["America/New_York", "2030-01-15T12:00:00Z", -300],
    ["UTC", "2030-07-15T12:00:00Z", 0],
  ])("is right for %s at %s", (timeZone, at, minutes) => {
    expect(utcOffsetMinutes(new Date(at), timeZone)).toBe(minutes);
  });
});

describe("time zones", () => {
  it("can all be used for computing", () => {
    const names = timeZoneNames();
    expect(names.length).toBeGreaterThan(300);
    expect(names).toContain("Europe/London");
    expect(names).toContain("UTC");
    for (const name of names) expect(readWallTime("2030-06-15", "12:00", name).kind, name).toBe("exact");
    expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it.each(["", "Mars/Olympus", "+01:00", "Europe/London ", "__proto__", "Europe/London\n", "<b>"])(
    "does not know %j",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );

  it.each([
    "EST",
    "Etc/GMT+5",
    "GMT0",
    "US/Pacific",
    "Asia/Calcutta",
    "europe/london",
    "EST5EDT",
    "Factory",
    "ACT",
  ])("can compute in %s, if it is in the list", (name) => {
    if (isTimeZone(name)) expect(readWallTime("2030-06-15", "12:00", name).kind).toBe("exact");
  });
});

describe("findTimeZone", () => {
  it.each([
    ["Europe/London", "Europe/London"],
    [" europe/LONDON ", "Europe/London"],
    ["America/New York", "America/New_York"],
    ["new york", "America/New_York"],
    ["Indiana/Knox", "America/Indiana/Knox"],
    ["utc", "UTC"],
    ["", undefined],
    ["York", undefined],
    ["Europe", undefined],
    ["Europe/", undefined],
    ["Mars/Olympus", undefined],
  ])("takes %j for %j", (typed, name) => {
    expect(findTimeZone(typed, timeZoneNames())).toBe(name);
  });
});

describe("toOffsetTime", () => {
  it.each([
    ["Europe/London", "2030-07-01T00:30:00+01:00"],
    ["America/New_York", "2030-06-30T19:30:00-04:00"],
    ["Asia/Kathmandu", "2030-07-01T05:15:00+05:45"],
    ["UTC", "2030-06-30T23:30:00+00:00"],
  ])("is the time in %s with its offset", (zone, text) => {
    expect(toOffsetTime(new Date("2030-06-30T23:30:00.123Z"), zone)).toBe(text);
  });
});
