import { describe, expect, it } from "vitest";
import { readTypedSchedule, scheduleInWords } from "./typed-schedule";

const typed = {
  date: "2027-03-14",
  time: "19:30",
  timeZone: "Europe/London",
  hours: "2",
  minutes: "30",
};
const zones = ["America/New_York", "Asia/Kathmandu", "Europe/London"];
const now = new Date("2026-11-24T23:30:00Z");

const words = (change: Record<string, string>) => {
  const schedule = readTypedSchedule({ ...typed, ...change }, zones, now);
  return schedule && scheduleInWords(schedule, now);
};

describe("the schedule in words", () => {
  it.each([
    ["a range on the clocks of the zone", {}, "Sunday 14 March 2027, in 110 days, 19:30–22:00 GMT"],
    [
      "the abbreviation on that date",
      { date: "2027-07-01" },
      "Thursday 1 July 2027, in 219 days, 19:30–22:00 BST",
    ],
    [
      "the day of the zone, where it is tomorrow by now",
      { timeZone: "kathmandu", date: "2026-11-26" },
      "Thursday 26 November 2026, tomorrow, 19:30–22:00 GMT+5:45",
    ],
    [
      "today, where it is still today",
      { timeZone: "new york", date: "2026-11-24" },
      "Tuesday 24 November 2026, today, 19:30–22:00 EST",
    ],
    [
      "the last day of several",
      { hours: "26", minutes: "0" },
      "Sunday 14 March 2027, in 110 days, 19:30 – Monday 15 March 2027, 21:30 GMT",
    ],
    [
      "the one that was chosen of a time that happens twice",
      { date: "2027-10-31", time: "01:30", hours: "1", minutes: "0", disambiguation: "later" },
      "Sunday 31 October 2027, in 341 days, 01:30–02:30 GMT",
    ],
  ])("has %s", (_, change, expected) => {
    expect(words(change)).toBe(expected);
  });

  it.each([
    ["a field is missing", { date: "" }],
    ["a field is missing", { time: "" }],
    ["a field is missing", { hours: "" }],
    ["a field is missing", { minutes: "" }],
    ["the zone is not in the list", { timeZone: "Asia/Tokyo" }],
    ["the date does not exist", { date: "2027-02-30" }],
    ["it is no date", { date: "tomorrow" }],
    ["it lasts no time", { hours: "0", minutes: "4" }],
    ["it lasts too long", { hours: "744", minutes: "1" }],
    ["it is past", { date: "2026-11-24" }],
    ["the clocks skip the time", { date: "2027-03-28", time: "01:30" }],
    ["the time happens twice", { date: "2027-10-31", time: "01:30" }],
  ])("is nothing while %s", (_, change) => {
    expect(words(change)).toBeNull();
  });
});
