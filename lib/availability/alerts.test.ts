import { describe, expect, it } from "vitest";
import { type AlertState, decideAlerts, sameAlerts } from "./alerts";

const start = new Date("2030-01-01T12:00:00Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const fresh: AlertState = {
  nearAlertArmed: true,
  nearAlertAt: null,
  fullAlertArmed: true,
  fullAlertAt: null,
};

type Step = { at: number; left: number; capacity?: number };

/** The alerts after each step, which sets the spaces left at a minute. */
function play(capacity: number, steps: Step[], first = fresh) {
  let state = first;
  return steps.map((step) => {
    const of = step.capacity ?? capacity;
    const decided = decideAlerts({ capacity: of, allocated: of - step.left, ...state }, minutes(step.at));
    state = decided.state;
    return [decided.near && "near", decided.full && "full"].filter(Boolean).join("+") || "-";
  });
}

describe("decideAlerts", () => {
  it("sends near at the threshold, not one ticket before, and once", () => {
    const steps = [6, 5, 4, 3, 2, 1].map((left, at) => ({ at, left }));
    expect(play(100, steps)).toEqual(["-", "-", "near", "-", "-", "-"]);
  });

  it("sends full once, with the last space", () => {
    expect(
      play(100, [
        { at: 0, left: 1 },
        { at: 1, left: 0 },
        { at: 2, left: 0 },
      ]),
    ).toEqual(["near", "full", "-"]);
  });

  it.each([1, 2, 10, 20])("sends only full with a capacity of %d", (capacity) => {
    const steps = Array.from({ length: capacity + 1 }, (_, taken) => ({ at: taken, left: capacity - taken }));
    expect(play(capacity, steps)).toEqual([...Array(capacity).fill("-"), "full"]);
  });

  it.each([
    [100, 9, false],
    [100, 10, true],
    [95, 9, false],
    [95, 10, true],
    [50, 4, false],
    [50, 5, true],
    [21, 2, false],
    [21, 3, true],
  ])("of %d spaces, %d left again: armed is %s", (capacity, left, again) => {
    const steps = [
      { at: 0, left: 1 },
      { at: 60, left },
      { at: 61, left: 1 },
    ];
    expect(play(capacity, steps)).toEqual(["near", "-", again ? "near" : "-"]);
  });

  it.each([
    [10, 1, false],
    [10, 2, true],
    [20, 1, false],
    [20, 2, true],
    [1, 1, false],
  ])("of %d spaces, %d left after FULL: armed is %s", (capacity, left, again) => {
    const steps = [
      { at: 0, left: 0 },
      { at: 60, left },
      { at: 61, left: 0 },
    ];
    expect(play(capacity, steps)).toEqual(["full", "-", again ? "full" : "-"]);
  });

  it("sends at most one of a kind an hour, and keeps a delayed one armed", () => {
    const steps = [
      { at: 0, left: 0 },
      { at: 10, left: 5 },
      { at: 11, left: 0 },
      { at: 59, left: 0 },
      { at: 60, left: 0 },
      { at: 61, left: 0 },
    ];
    expect(play(10, steps)).toEqual(["full", "-", "-", "-", "full", "-"]);
  });

  it("counts the hour of each kind separately", () => {
    expect(
      play(100, [
        { at: 0, left: 4 },
        { at: 1, left: 0 },
        { at: 2, left: 10 },
        { at: 60, left: 4 },
        { at: 61, left: 0 },
      ]),
    ).toEqual(["near", "full", "-", "near", "full"]);
  });

  it("reacts to a change of capacity in both directions", () => {
    expect(
      play(100, [
        { at: 0, left: 20 },
        { at: 1, left: 2, capacity: 82 },
        { at: 2, left: 0, capacity: 80 },
        { at: 70, left: 120, capacity: 200 },
        { at: 71, left: 0, capacity: 80 },
      ]),
    ).toEqual(["-", "near", "full", "-", "full"]);
  });

  it("changes no state below every threshold", () => {
    const event = { capacity: 100, allocated: 40, ...fresh };
    expect(sameAlerts(event, decideAlerts(event, start).state)).toBe(true);
    const near = { ...event, allocated: 97 };
    expect(sameAlerts(near, decideAlerts(near, start).state)).toBe(false);
  });
});
