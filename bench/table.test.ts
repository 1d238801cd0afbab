import { describe, expect, it } from "vitest";
import { formatTable, judge, type Row, ratioAtLeast, ratioAtMost, type Verdict, valueAtMost } from "./table";

const row = (given: Partial<Row>): Row => ({ what: "a page", value: 50, unit: "requests/s", ...given });
const limit = (value: number) => ({ is: "bare server", value });

describe("judge", () => {
  it.each<[string, Partial<Row>, Verdict]>([
    ["has no opinion without a goal", {}, ""],
    ["reaches a ratio exactly", { limit: limit(100), goal: ratioAtLeast(0.5) }, "reached"],
    ["misses a ratio by little", { limit: limit(100.1), goal: ratioAtLeast(0.5) }, "missed"],
    ["reaches a most", { limit: limit(50), goal: ratioAtMost(1.5) }, "reached"],
    ["misses a most", { limit: limit(33), goal: ratioAtMost(1.5) }, "missed"],
    ["judges the value alone where the goal says so", { limit: limit(1), goal: valueAtMost(50) }, "reached"],
    ["misses by value", { value: 50.5, goal: valueAtMost(50) }, "missed"],
    ["misses without a measurement", { value: Number.NaN, goal: valueAtMost(50) }, "missed"],
    ["misses without a limit", { goal: ratioAtLeast(0.5) }, "missed"],
    [
      "is wrong however quick",
      { limit: limit(10), goal: ratioAtLeast(0.5), problems: ["51 tickets"] },
      "WRONG",
    ],
    ["is wrong without a goal", { problems: ["51 tickets"] }, "WRONG"],
    ["is fine with an empty list of problems", { problems: [] }, ""],
  ])("%s", (_, given, expected) => expect(judge(row(given))).toBe(expected));
});

describe("formatTable", () => {
  it("lines up columns, and says each limit, ratio, goal and problem", () => {
    const rows = [
      row({ value: 12_345.6, limit: limit(20_000), goal: ratioAtLeast(0.5) }),
      row({ what: "start", value: 1.234, unit: "s", goal: valueAtMost(1.5) }),
      row({ what: "rush", value: 61.25, problems: ["tickets: 51 instead of 50"] }),
      row({ what: "nothing", value: Number.NaN, unit: "ms" }),
    ];
    expect(formatTable(rows).split("\n")).toEqual([
      "| what    | measured          | limit              | ratio | goal        |         |",
      "| ------- | ----------------- | ------------------ | ----- | ----------- | ------- |",
      "| a page  | 12,346 requests/s | 20,000 bare server | 0.62  | ratio ≥ 0.5 | reached |",
      "| start   | 1.23 s            |                    |       | ≤ 1.5 s     | reached |",
      "| rush    | 61.3 requests/s   |                    |       |             | WRONG   |",
      "| nothing | not measured ms   |                    |       |             |         |",
      "",
      "WRONG rush: tickets: 51 instead of 50",
    ]);
  });
});
