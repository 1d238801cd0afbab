import { describe, expect, it } from "vitest";
import { readSchedule, type ScheduleInput } from "./schedule";

const now = new Date("2030-01-01T12:00:00Z");

function read(input: Partial<ScheduleInput>, at = now) {
  const whole = {
    date: "2030-06-01",
    time: "19:30",
    timeZone: "Europe/London",
    durationMinutes: 90,
    ...input,
  };
  const outcome = readSchedule(whole, at);
  if (!outcome.ok) return outcome.facts ? [outcome.reason, outcome.facts] : outcome.reason;
  return `${outcome.value.startsAt.toISOString()} ${outcome.value.endsAt.toISOString()}`;
}

describe("readSchedule", () => {
  it.each([
    ["Europe/London", "2030-06-01", "19:30", "2030-06-01T18:30:00.000Z 2030-06-01T20:00:00.000Z"],
    ["Europe/London", "2030-12-01", "19:30", "2030-12-01T19:30:00.000Z 2030-12-01T21:00:00.000Z"],
    ["Asia/Kathmandu", "2030-06-01", "19:30", "2030-06-01T13:45:00.000Z 2030-06-01T15:15:00.000Z"],
    ["Pacific/Kiritimati", "2030-06-01", "00:00", "2030-05-31T10:00:00.000Z 2030-05-31T11:30:00.000Z"],
    ["Europe/London", "2032-02-29", "10:00", "2032-02-29T10:00:00.000Z 2032-02-29T11:30:00.000Z"],
  ])("reads local time in %s on %s at %s", (timeZone, date, time, instants) => {
    expect(read({ timeZone, date, time })).toBe(instants);
  });

  it.each([
    ["Europe/London", "2030-03-31", "00:59", "2030-03-31T00:59:00.000Z"],
    ["Europe/London", "2030-03-31", "01:00", "time-skipped"],
    ["Europe/London", "2030-03-31", "01:59", "time-skipped"],
    ["Europe/London", "2030-03-31", "02:00", "2030-03-31T01:00:00.000Z"],
    ["America/New_York", "2030-03-10", "01:59", "2030-03-10T06:59:00.000Z"],
    ["America/New_York", "2030-03-10", "02:00", "time-skipped"],
    ["America/New_York", "2030-03-10", "02:59", "time-skipped"],
    ["America/New_York", "2030-03-10", "03:00", "2030-03-10T07:00:00.000Z"],
  ])("in %s on %s, when the clocks go forward, %s is %s", (timeZone, date, time, expected) => {
    expect(String(read({ timeZone, date, time })).split(" ")[0]).toBe(expected);
  });

  it.each([
    ["Europe/London", "2030-10-27", "01:00", "BST", "GMT", "2030-10-27T00:00", "2030-10-27T01:00"],
    ["Europe/London", "2030-10-27", "01:59", "BST", "GMT", "2030-10-27T00:59", "2030-10-27T01:59"],
    ["America/New_York", "2030-11-03", "01:30", "EDT", "EST", "2030-11-03T05:30", "2030-11-03T06:30"],
  ])(
    "in %s on %s, when the clocks go back, asks which %s is meant",
    (timeZone, date, time, a, b, first, second) => {
      expect(read({ timeZone, date, time })).toEqual(["time-twice", { earlier: a, later: b }]);
      expect(read({ timeZone, date, time, disambiguation: "earlier" })).toMatch(new RegExp(`^${first}:00`));
      expect(read({ timeZone, date, time, disambiguation: "later" })).toMatch(new RegExp(`^${second}:00`));
    },
  );

  it("asks nothing an hour before and after the clocks go back", () => {
    expect(read({ date: "2030-10-27", time: "00:59" })).toMatch(/^2030-10-26T23:59/);
    expect(read({ date: "2030-10-27", time: "02:00" })).toMatch(/^2030-10-27T02:00/);
  });

  it("ignores the disambiguation of an unambiguous time", () => {
    expect(read({ disambiguation: "later" })).toMatch(/^2030-06-01T18:30/);
  });

  it("computes the end from the duration, across a change of the clocks", () => {
    expect(read({ date: "2030-03-30", time: "23:00", durationMinutes: 180 })).toBe(
      "2030-03-30T23:00:00.000Z 2030-03-31T02:00:00.000Z",
    );
  });

  it("refuses a past start, even by a second", () => {
    const at = (iso: string) => read({ date: "2030-01-01", time: "12:00" }, new Date(iso));
    expect(at("2030-01-01T11:59:59.999Z")).toMatch(/^2030-01-01T12:00/);
    expect(at("2030-01-01T12:00:00.000Z")).toBe("past");
    expect(at("2030-01-01T12:00:01.000Z")).toBe("past");
  });

  it("refuses a start more than five years away", () => {
    expect(read({ date: "2035-01-01", time: "12:00" })).toMatch(/^2035-01-01T12:00/);
    expect(read({ date: "2035-01-01", time: "12:01" })).toBe("too-far");
    expect(read({ date: "9999-12-31", time: "23:59" })).toBe("too-far");
  });
});
