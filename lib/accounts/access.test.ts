import { describe, expect, it } from "vitest";
import { canEndSession } from "./access";

describe("canEndSession", () => {
  it.each([
    [{ id: "ada" }, { userId: "ada" }, true],
    [{ id: "ada" }, { userId: "bob" }, false],
    [{ id: "ada" }, undefined, false],
    [null, { userId: "ada" }, false],
  ])("of %j for %j is %s", (actor, session, may) => {
    expect(canEndSession(actor, session)).toBe(may);
  });
});
