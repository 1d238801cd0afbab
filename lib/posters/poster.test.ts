import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { posterColors, posterOf, posterPatterns } from "./poster";

describe("posterOf", () => {
  it("is the same for the same event", () => {
    expect(posterOf("0000000000000000abcd")).toEqual({ pattern: 2, colors: 8 });
    expect(posterOf("0000000000000000abce")).toEqual({ pattern: 3, colors: 8 });
  });

  it("uses every pattern in every pair of colours", () => {
    const seen = new Set(Array.from({ length: 5_000 }, () => JSON.stringify(posterOf(newId()))));
    expect(seen.size).toBe(posterPatterns * posterColors.length);
  });

  it("has a symbol for every pattern", () => {
    const sprite = readFileSync("components/events/posters.svg", "utf8");
    const symbols = [...sprite.matchAll(/<symbol id="p(\d)"/g)].map(([, n]) => Number(n));
    expect(symbols).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
