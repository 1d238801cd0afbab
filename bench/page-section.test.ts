import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { replaceSection } from "./page-section";

describe("replaceSection", () => {
  it("replaces what stands between the marks and leaves all else", () => {
    const page = "# A\n\n<!-- bench -->\nold\n<!-- /bench -->\n\n<!-- other -->kept<!-- /other -->\n";
    const replaced = replaceSection(page, "bench", "new");
    expect(replaced).toBe(
      "# A\n\n<!-- bench -->\n\nnew\n\n<!-- /bench -->\n\n<!-- other -->kept<!-- /other -->\n",
    );
    expect(replaceSection(replaced, "bench", "new")).toBe(replaced);
  });

  it.each([
    ["no section", "# A\n"],
    ["no end", "<!-- bench -->\nold\n"],
    ["an end before its start", "<!-- /bench -->\n<!-- bench -->\n"],
    ["two sections", "<!-- bench --><!-- /bench --><!-- bench --><!-- /bench -->"],
    ["two ends", "<!-- bench -->old<!-- /bench -->\n<!-- /bench -->"],
  ])("refuses a page with %s", (_, page) => {
    expect(() => replaceSection(page, "bench", "new")).toThrow("<!-- bench -->");
  });

  it("finds the section of the bench in docs/performance.md", () => {
    const page = readFileSync("docs/performance.md", "utf8");
    expect(replaceSection(page, "bench", "new")).toContain("\n\nnew\n\n");
  });
});
