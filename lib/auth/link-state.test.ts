import { describe, expect, it } from "vitest";
import { linkState } from "./link-state";

describe("linkState", () => {
  const now = new Date("2030-01-01T12:00:00Z");
  const before = new Date(now.getTime() - 1);
  const after = new Date(now.getTime() + 1);
  const inAnHour = new Date(now.getTime() + 3_600_000);
  const inTwoHours = new Date(now.getTime() + 7_200_000);
  it.each([
    [undefined, "unknown"],
    [{ usedAt: null, replacedAt: null, createdAt: before, expiresAt: after }, "open"],
    [{ usedAt: null, replacedAt: null, createdAt: before, expiresAt: now }, "expired"],
    [{ usedAt: null, replacedAt: before, createdAt: before, expiresAt: after }, "replaced"],
    [{ usedAt: before, replacedAt: null, createdAt: before, expiresAt: after }, "used"],
    [{ usedAt: before, replacedAt: null, createdAt: before, expiresAt: before }, "used"],
    [{ usedAt: null, replacedAt: null, createdAt: inAnHour, expiresAt: inTwoHours }, "expired"],
  ])("of %j is %s", (link, state) => {
    expect(linkState(link, now)).toBe(state);
  });
});
