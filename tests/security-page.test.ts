import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = readFileSync("docs/security.md", "utf8");

/** The files that a page names in backticks or links to, without those that are missing. */
const missingFiles = (text: string): string[] => {
  const named = [...text.matchAll(/`([\w./[\]()-]+\/[\w.[\]()-]+\.\w+)`/g)].map(([, file = ""]) => file);
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, file]) => `docs/${file}`);
  return [...named, ...linked].filter((file) => !existsSync(file));
};

const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))? +\| (.+?) \| (.+?) \|$/gm)];
const places = (id = "") => id.split(".").map(Number);
const isAfter = (a: string, b: string) => {
  const [left, right] = [places(a), places(b)];
  const at = left.findIndex((place, n) => place !== right[n]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
};

describe("docs/security.md", () => {
  it("names only files that exist", () => {
    expect(missingFiles(page)).toEqual([]);
  });

  it("has every chapter of the standard, and its statements once and in order", () => {
    const chapters = [...page.matchAll(/^### V(\d+) /gm)].map(([, number]) => Number(number));
    expect(chapters).toEqual(Array.from({ length: 17 }, (_, n) => n + 1));
    expect(rows.length).toBeGreaterThan(150);
    for (const [n, [, id = ""]] of rows.entries()) {
      const [, before = "", last] = rows[n - 1] ?? [];
      if (n > 0) expect(isAfter(id, last ?? before), `${id} after ${last ?? before}`).toBe(true);
    }
  });

  it("would notice a file that is gone", () => {
    expect(missingFiles("`tests/no-such.test.ts`, [x](nothing.md)")).toEqual([
      "tests/no-such.test.ts",
      "docs/nothing.md",
    ]);
  });
});
