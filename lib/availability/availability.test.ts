import { describe, expect, it } from "vitest";
import { availabilityLabel, labelText, sameLabel } from "./availability";

const now = new Date("2030-01-01T12:00:00Z");
const upcoming = {
  startsAt: new Date("2030-01-01T12:00:01Z"),
  cancelledAt: null,
  waitingListPending: false,
};

const shown = (left: number, capacity: number, event: Partial<typeof upcoming> | object = {}) => {
  const label = availabilityLabel({ capacity, allocated: capacity - left, ...upcoming, ...event }, now);
  return label && labelText(label);
};

describe("availabilityLabel", () => {
  it.each([
    [100, 100, null],
    [6, 100, null],
    [5, 100, null],
    [4, 100, "last 4 spaces"],
    [2, 100, "last 2 spaces"],
    [1, 100, "last 1 space"],
    [0, 100, "FULL"],
    [3, 50, null],
    [2, 50, "last 2 spaces"],
    [1, 50, "last 1 space"],
    [0, 50, "FULL"],
    [2, 41, "last 2 spaces"],
    [2, 40, null],
    [1, 21, "last 1 space"],
    [2, 21, null],
    [1, 20, null],
    [0, 20, "FULL"],
    [1, 2, null],
    [1, 1, null],
    [0, 1, "FULL"],
    [50_000, 1_000_000, null],
    [49_999, 1_000_000, "last 49999 spaces"],
  ])("with %d left of %d is %s", (left, capacity, text) => {
    expect(shown(left, capacity)).toBe(text);
  });

  it("is never last X for a capacity of 20 or less", () => {
    for (let capacity = 1; capacity <= 20; capacity++)
      for (let left = 1; left <= capacity; left++) expect(shown(left, capacity)).toBeNull();
  });

  it.each([
    ["has started", { startsAt: new Date("2030-01-01T11:59:59Z") }],
    ["starts this very second", { startsAt: now }],
    ["is cancelled", { cancelledAt: new Date("2029-12-31T00:00:00Z") }],
  ])("is nothing for an event that %s", (_, event) => {
    expect([shown(0, 100, event), shown(1, 100, event), shown(50, 100, event)]).toEqual([null, null, null]);
  });

  it("is FULL while the free spaces are being given to the waiting list", () => {
    expect(shown(100, 100, { waitingListPending: true })).toBe("FULL");
    expect(shown(2, 100, { waitingListPending: true })).toBe("FULL");
  });

  it("reveals the number left only within the last 5 %", () => {
    expect(availabilityLabel({ capacity: 100, allocated: 100, ...upcoming }, now)).toEqual({ kind: "full" });
    expect(availabilityLabel({ capacity: 100, allocated: 97, ...upcoming }, now)).toEqual({
      kind: "last",
      left: 3,
    });
  });
});

describe("sameLabel", () => {
  const event = (allocated: number, capacity = 100, cancelledAt: Date | null = null) => ({
    capacity,
    allocated,
    cancelledAt,
    waitingListPending: false,
    startsAt: new Date("2030-02-01T18:00:00Z"),
  });
  const now = new Date("2030-01-01T12:00:00Z");

  it.each([
    ["no label before and after", event(10), event(11), true],
    ["a change of capacity that shows nothing", event(10), event(10, 500), true],
    ["the first label", event(95), event(96), false],
    ["another number", event(97), event(98), false],
    ["the last space", event(99), event(100), false],
    ["a cancelled event, of which no label shows", event(0, 100, now), event(0, 50, now), true],
  ])("is decided for %s", (_, before, after, same) => {
    expect(sameLabel(before, after, now)).toBe(same);
  });
});
