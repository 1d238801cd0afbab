import { describe, expect, it } from "vitest";
import { formatFaults } from "./fault-table";

const row = { fault: "kill -9", attempts: 100, kept: 12_345, broken: [] };

describe("formatFaults", () => {
  it("makes a row of each fault", () => {
    expect(formatFaults([{ ...row, figures: "ready in 1 s", control: "finds | lost" }], [])).toBe(
      [
        "| fault   | attempts | kept   | broken | measured     | negative control |",
        "| ------- | -------- | ------ | ------ | ------------ | ---------------- |",
        "| kill -9 | 100      | 12,345 | 0      | ready in 1 s | finds \\| lost    |",
      ].join("\n"),
    );
  });

  it("says below the table what was broken and which tests failed", () => {
    const text = formatFaults([{ ...row, broken: ["a ticket is lost", "a mail came twice"] }], ["disk full"]);
    expect(text).toContain("| 2      |");
    expect(text).toContain("\nBROKEN kill -9: a ticket is lost\n");
    expect(text).toContain("\nBROKEN kill -9: a mail came twice\n");
    expect(text).toMatch(/\nFAILED disk full$/);
  });
});
