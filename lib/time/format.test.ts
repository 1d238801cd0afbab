import { describe, expect, it } from "vitest";
import {
  formatDateBadge,
  formatDayHeading,
  formatDuration,
  formatEventTime,
  formatStamp,
  formatStart,
  formatTimes,
  formatUntil,
  zoneAbbreviation,
} from "./format";

const summer = new Date("2030-07-01T18:00:00Z");
const winter = new Date("2030-01-01T18:00:00Z");

describe("zoneAbbreviation", () => {
  it.each([
    ["Europe/London", summer, "BST"],
    ["Europe/London", winter, "GMT"],
    ["America/New_York", summer, "EDT"],
    ["America/New_York", winter, "EST"],
    ["Europe/Paris", winter, "CET"],
    ["Europe/Paris", summer, "CEST"],
    ["Asia/Kathmandu", winter, "GMT+5:45"],
    ["Asia/Kolkata", winter, "IST"],
    ["Australia/Sydney", winter, "AEDT"],
    ["UTC", winter, "UTC"],
  ])("of %s at %s is %s", (zone, at, name) => {
    expect(zoneAbbreviation(at, zone)).toBe(name);
  });
});

const when = (from: string, to: string, zone = "Europe/London") =>
  formatEventTime(new Date(from), new Date(to), zone);

describe("formatEventTime", () => {
  it("has the day once for an event of one day", () => {
    expect(when("2027-03-13T19:30Z", "2027-03-13T21:00Z")).toEqual({
      date: "Saturday 13 March 2027",
      time: "19:30–21:00",
      isOneDay: true,
      zone: "GMT",
    });
  });

  it("has the last day too if that is another, midnight included", () => {
    expect(when("2027-03-13T19:30Z", "2027-03-14T02:00Z").time).toBe("19:30 – Sunday 14 March 2027, 02:00");
    expect(when("2027-03-13T19:30Z", "2027-03-14T00:00Z").time).toBe("19:30 – Sunday 14 March 2027, 00:00");
    expect(when("2027-03-13T10:00Z", "2027-04-13T10:00Z").time).toBe(
      "10:00 GMT – Tuesday 13 April 2027, 11:00",
    );
  });

  it("uses the event's zone, not this machine's", () => {
    expect(when("2030-07-01T23:30Z", "2030-07-02T00:30Z", "America/New_York")).toEqual({
      date: "Monday 1 July 2030",
      time: "19:30–20:30",
      isOneDay: true,
      zone: "EDT",
    });
    expect(when("2030-07-01T23:30Z", "2030-07-02T00:30Z", "Asia/Kathmandu")).toEqual({
      date: "Tuesday 2 July 2030",
      time: "05:15–06:15",
      isOneDay: true,
      zone: "GMT+5:45",
    });
  });

  it("has both abbreviations when the clocks change", () => {
    expect(when("2030-03-31T00:30Z", "2030-03-31T01:30Z")).toEqual({
      date: "Sunday 31 March 2030",
      time: "00:30 GMT–02:30",
      isOneDay: true,
      zone: "BST",
    });
    expect(when("2030-10-26T23:30Z", "2030-10-27T03:00Z")).toEqual({
      date: "Sunday 27 October 2030",
      time: "00:30 BST–03:00",
      isOneDay: true,
      zone: "GMT",
    });
  });
});

describe("shorter forms", () => {
  it("make a date badge in the event's zone", () => {
    const badge = formatDateBadge(new Date("2030-12-31T23:30:00Z"), "Asia/Kathmandu");
    expect(badge).toEqual({ weekday: "Wed", day: "1", month: "Jan", year: "2031" });
  });

  it("make a date and time with the zone", () => {
    expect(formatStamp(new Date("2026-11-22T14:05:00Z"), "Europe/London")).toBe("22 Nov 2026, 14:05 GMT");
  });

  it.each([
    [5, "5 minutes"],
    [60, "1 hour"],
    [61, "1 hour 1 minute"],
    [150, "2 hours 30 minutes"],
    [1440, "1 day"],
    [4320 + 121, "3 days 2 hours 1 minute"],
    [44_640, "31 days"],
  ])("format %d minutes as %s", (minutes, text) => {
    expect(formatDuration(minutes)).toBe(text);
  });
});

describe("formatTimes", () => {
  const times = (from: string, to: string) => formatTimes(new Date(from), new Date(to), "Europe/London");
  it.each([
    ["2027-03-13T19:30Z", "2027-03-13T21:00Z", "19:30–21:00 GMT"],
    ["2027-03-13T19:30Z", "2027-03-14T02:00Z", "19:30 – Sun 14 Mar, 02:00 GMT"],
    ["2027-03-27T10:00Z", "2027-03-28T10:00Z", "10:00 GMT – Sun 28 Mar, 11:00 BST"],
  ])("of %s to %s are %s", (from, to, text) => {
    expect(times(from, to)).toBe(text);
  });

  it("formatStart has day and time", () => {
    expect(formatStart(winter, "Asia/Tokyo")).toBe("Wed 2 Jan, 03:00");
  });
});

describe("formatDayHeading", () => {
  it.each([
    ["2026-11-25", "Today", "Wed 25 November"],
    ["2026-11-26", "Tomorrow", "Thu 26 November"],
    ["2026-11-27", "Friday", "27 November"],
    ["2027-01-01", "Friday", "1 January 2027"],
  ])("of %s is %s and %s", (day, name, date) => {
    expect(formatDayHeading(day, "2026-11-25")).toEqual({ name, date });
  });

  it("knows that tomorrow may be another year", () => {
    expect(formatDayHeading("2027-01-01", "2026-12-31")).toEqual({
      name: "Tomorrow",
      date: "Fri 1 January 2027",
    });
  });
});

describe("formatUntil", () => {
  it.each([
    [-1, "now"],
    [59_999, "in less than a minute"],
    [60_000, "in 1 minute"],
    [3 * 3_600_000 + 5 * 60_000, "in 3 hours 5 minutes"],
    [26 * 3_600_000 + 5 * 60_000, "in 1 day 2 hours"],
    [20 * 86_400_000 + 3_600_000, "in 20 days"],
  ])("of %i ms is %s", (ms, text) => {
    expect(formatUntil(new Date(winter.getTime() + ms), winter)).toBe(text);
  });
});
