import { expect, it } from "vitest";
import { createMemoryLimit } from "./in-memory";

it("allows each party as many as the limit in a window, then returns the seconds until it ends", () => {
  const count = createMemoryLimit({ most: 3, within: 60_000 });
  expect([1, 2, 3].map(() => count("ada"))).toEqual([0, 0, 0]);
  const seconds = count("ada");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(count("bob")).toBe(0);
});
