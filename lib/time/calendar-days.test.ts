import { describe, expect, it } from "vitest";
import { addMonths, datesFrom, datesOf, weeksOf } from "./calendar-days";

describe("datesFrom", () => {
  it.each([
    ["2026-11-23", "2026-11-29", "2026-11-28"],
    ["2026-11-27", "2026-11-29", "2026-11-28"],
    ["2026-11-28", "2026-11-29", "2026-11-28"],
    ["2026-11-29", "2026-11-29", "2026-11-29"],
    ["2026-12-31", "2027-01-03", "2027-01-02"],
  ])("on %s ends the week on %s and begins the weekend on %s", (today, sunday, saturday) => {
    expect(datesFrom(today)).toEqual({
      today: { from: today, to: today },
      week: { from: today, to: sunday },
      weekend: { from: saturday, to: sunday },
    });
  });
});

describe("weeksOf", () => {
  it("begins each week on Monday and fills it with null", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks[5]).toEqual(["2026-11-30", null, null, null, null, null, null]);
  });

  it("has four full weeks in a February that begins on Monday", () => {
    expect(weeksOf("2027-02").flat()).toHaveLength(28);
    expect(weeksOf("2027-02").flat()).not.toContain(null);
  });
});

it("datesOf knows leap years", () => {
  expect(datesOf("2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
});

it.each([
  ["2026-11", 1, "2026-12"],
  ["2026-12", 1, "2027-01"],
  ["2026-01", -1, "2025-12"],
] as const)("addMonths of %s and %i is %s", (month, months, expected) => {
  expect(addMonths(month, months)).toBe(expected);
});
