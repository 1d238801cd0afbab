import { describe, expect, it } from "vitest";
import { openChoices, untilTime } from "./until";

const startsAt = new Date("2030-02-01T18:00:00Z");
const at = (text: string) => new Date(text);

describe("untilTime", () => {
  it("is the start, or 2 or 24 hours before it", () => {
    expect(untilTime("start", startsAt)).toEqual(startsAt);
    expect(untilTime("2h", startsAt)).toEqual(at("2030-02-01T16:00:00Z"));
    expect(untilTime("24h", startsAt)).toEqual(at("2030-01-31T18:00:00Z"));
  });
});

describe("openChoices", () => {
  it.each([
    ["long before", "2030-01-01T00:00:00Z", ["start", "2h", "24h"], "2030-01-31T18:00:00Z"],
    ["1 ms before 24 hours", "2030-01-31T17:59:59.999Z", ["start", "2h", "24h"], "2030-01-31T18:00:00Z"],
    ["24 hours before", "2030-01-31T18:00:00Z", ["start", "2h"], "2030-02-01T16:00:00Z"],
    ["2 hours before", "2030-02-01T16:00:00Z", ["start"], "2030-02-01T18:00:00Z"],
    ["at the start", "2030-02-01T18:00:00Z", [], "2030-02-01T18:00:00Z"],
  ])("has those that have not passed, and when that changes: %s", (_, now, choices, changesAt) => {
    expect(openChoices(startsAt, at(now))).toEqual({ choices, changesAt: at(changesAt) });
  });
});
