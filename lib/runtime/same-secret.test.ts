import { describe, expect, it } from "vitest";
import { sameSecret } from "./same-secret";

describe("sameSecret", () => {
  it.each([
    ["Dc5_G1gz", true],
    ["dc5_g1gz", false],
    ["Dc5_G1g", false],
    ["Dc5_G1gzz", false],
    ["", false],
  ])("of %j is %s", (given, right) => {
    expect(sameSecret(given, "Dc5_G1gz")).toBe(right);
  });
});
