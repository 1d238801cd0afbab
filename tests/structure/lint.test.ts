import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Shows that the rules which biome.json adds to the recommended ones find violations.

const settings = "export const url = process.env.SMTP_URL;\n";
const style = "export const Line = () => <p style={{ margin: 0 }}>a</p>;\n";

/** A file, and the rule that it breaks, or null. */
const examples: [rule: string | null, file: string, text: string][] = [
  ["noProcessEnv", "lib/mail/a.ts", settings],
  [null, "lib/runtime/env.ts", settings],
  [null, "lib/mail/b.test.ts", settings],
  ["noInlineStyles", "app/a.tsx", style],
  [null, "emails/a.tsx", style],
  ["noRestrictedImports", "app/actions.ts", 'export { revalidatePath } from "next/cache";\n'],
  ["noRestrictedImports", "server/a.ts", 'export type { A } from "next/dist/server/a";\n'],
  ["noRestrictedImports", "server.ts", 'export { setFlagsFromString } from "node:v8";\n'],
  [null, "app/[...missing]/page.tsx", 'export { redirect } from "next/navigation";\n'],
  ["useFilenamingConvention", "lib/events/eventList.ts", "export const a = 1;\n"],
  [null, "lib/events/event-list.db.test.ts", "export const a = 1;\n"],
];

describe("the rules of style", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-lint-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let found: string[][];
  beforeAll(() => {
    copyFileSync("biome.json", path.join(folder, "biome.json"));
    for (const [, file, text] of examples) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const biome = path.resolve("node_modules/@biomejs/biome/bin/biome");
    const { stdout } = spawnSync(
      process.execPath,
      [biome, "lint", "--vcs-enabled=false", "--reporter=json", "."],
      { cwd: folder, encoding: "utf8" },
    );
    const { diagnostics } = JSON.parse(stdout);
    found = diagnostics.map(({ category, location }: { category: string; location: { path: string } }) => [
      category.split("/").at(-1),
      location.path,
    ]);
  }, 60_000);

  it.each(examples.filter(([rule]) => rule))("%s finds %s", (rule, file) => {
    expect(found).toContainEqual([rule, file]);
  });

  it("find nothing else", () => {
    expect(found).toHaveLength(examples.filter(([rule]) => rule).length);
  });
});
