import { describe, expect, it } from "vitest";
import { linkState } from "./link-state";

describe("linkState", () => {
  const now = new Date("2030-01-01T12:00:00Z");
  const before = new Date(now.getTime() - 1);
  const after = new Date(now.getTime() + 1);
  it.each([
    [undefined, "unknown"],
    [{ usedAt: null, replacedAt: null, expiresAt: after }, "open"],
    [{ usedAt: null, replacedAt: null, expiresAt: now }, "expired"],
    [{ usedAt: null, replacedAt: before, expiresAt: after }, "replaced"],
    [{ usedAt: before, replacedAt: null, expiresAt: after }, "used"],
    [{ usedAt: before, replacedAt: null, expiresAt: before }, "used"],
  ])("of %j is %s", (token, state) => {
    expect(linkState(token, now)).toBe(state);
  });
});
