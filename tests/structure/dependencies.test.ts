import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Shows that each rule of .dependency-cruiser.cjs finds violations: in a small project that breaks every rule,
// beside imports that are allowed.

/** A file with an import, and the rule that it breaks, or null. */
type Example = [rule: string | null, file: string, text: string];

const query = 'import { list } from "@/lib/events/queries";';
const queryType = 'import type { Line } from "@/lib/events/queries";';
const database = 'import { reader } from "@/db/client";';
const databaseType = 'import type { Db } from "@/db/client";';
const template = 'import { Full } from "@/emails/full";';
const zod = 'import { z } from "zod";';

const examples: Example[] = [
  ["app-imports", "app/page.tsx", database],
  ["app-imports", "app/relative/page.tsx", 'import { reader } from "../../db/client";'],
  ["app-imports", "app/dynamic/page.tsx", 'await import("@/db/client");'],
  ["app-imports", "app/exported/page.tsx", 'export { reader } from "@/db/client";'],
  ["app-imports", "app/both/page.tsx", `${databaseType}\n${database}`],
  ["app-imports", "app/mail/page.tsx", template],
  [null, "app/query/page.tsx", query],
  [null, "app/type/page.tsx", databaseType],
  ["components-imports", "components/events/a.tsx", database],
  [null, "components/events/b.tsx", databaseType],
  ["components-get-props", "components/events/c.tsx", query],
  ["components-get-props", "components/events/d.tsx", 'import { edit } from "@/lib/events/commands/edit";'],
  [null, "components/events/e.tsx", queryType],
  ["lib-imports", "lib/time/a.ts", 'import { C } from "@/components/events/e";'],
  ["lib-imports", "lib/time/b.ts", 'import { serve } from "@/server/serve";'],
  ["emails-only-from-mail", "lib/time/c.ts", template],
  [null, "lib/mail/render.ts", template],
  [
    "strength-in-its-thread",
    "app/(auth)/a.ts",
    'import { isEasyToGuess } from "@/lib/accounts/password-strength";',
  ],
  ["db-imports", "db/a.ts", 'import { now } from "@/lib/runtime/clock";'],
  ["emails-imports", "emails/a.tsx", 'import { now } from "@/lib/runtime/clock";'],
  ["server-imports", "server/a.ts", template],
  ["server-imports", "server/page-cache/a.ts", 'import { C } from "@/components/events/e";'],
  ["server-knows-no-tickets", "server/b.ts", 'import type { Ticket } from "@/lib/tickets/queries";'],
  ["server-knows-no-tickets", "server.ts", 'import { list } from "@/lib/tickets/queries";'],
  [null, "server/c.ts", `${database}\n${query}`],
  ["product-imports-product", "lib/time/d.ts", 'import { fill } from "@/bench/fill";'],
  ["rules-are-pure", "lib/events/full.ts", database],
  ["rules-are-pure", "lib/events/access.ts", 'import { now } from "@/lib/runtime/clock";'],
  ["rules-are-pure", "lib/events/input.ts", query],
  ["rules-are-pure", "lib/availability/a.ts", database],
  [null, "lib/events/late.ts", `${databaseType}\n${queryType}`],
  [null, "lib/events/commands/cancel.ts", `${database}\nimport { now } from "@/lib/runtime/clock";`],
  ["zod-in-input", "lib/events/schedule.ts", zod],
  ["zod-in-input", "app/form/actions.ts", zod],
  [null, "lib/tickets/input.ts", zod],
  [null, "lib/actions/define-action.ts", 'import type { z } from "zod";'],
  ["next-auth-in-auth", "app/account/page.tsx", 'import { getServerSession } from "next-auth";'],
  ["next-auth-in-auth", "app/token/page.tsx", 'import { decode } from "next-auth/jwt";'],
  [null, "components/accounts/sign-in.tsx", 'import { signIn } from "next-auth/react";'],
  [null, "lib/auth/viewer.ts", 'import { getServerSession } from "next-auth";'],
  ["engines-in-db", "lib/search/a.ts", 'import Database from "better-sqlite3";'],
  ["engines-in-db", "lib/search/b.ts", 'import type pg from "pg";'],
  [null, "db/postgres.ts", 'import pg from "pg";'],
  ["no-dev-dependency", "lib/time/e.ts", 'import { test } from "test-tool";'],
  [null, "lib/time/f.ts", 'import type { Test } from "test-tool";'],
  [null, "lib/time/a.test.ts", `${template}\nimport { test } from "test-tool";`],
  ["no-file-cycle", "lib/time/g.ts", 'import { h } from "./h";'],
  ["no-module-cycle", "lib/sun/rise.ts", 'import type { Full } from "@/lib/moon/full";'],
  ["no-module-cycle", "lib/moon/set.ts", 'import { set } from "@/lib/sun/set";'],
];

/** The files that the examples import. */
const others: Record<string, string> = {
  "package.json": JSON.stringify({
    dependencies: { "better-sqlite3": "1", "next-auth": "1", pg: "1", zod: "1" },
    devDependencies: { "test-tool": "1" },
  }),
  "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] } } }),
  "bench/fill.ts": "",
  "db/client.ts": "",
  "emails/full.tsx": "",
  "lib/accounts/password-strength.ts": "",
  "lib/events/commands/edit.ts": "",
  "lib/events/queries.ts": "",
  "lib/moon/full.ts": "",
  "lib/runtime/clock.ts": "",
  "lib/sun/set.ts": "",
  "lib/time/h.ts": 'import type { G } from "./g";',
  "lib/tickets/queries.ts": "",
  "server/serve.ts": "",
  ...Object.fromEntries(
    ["better-sqlite3", "next-auth", "next-auth/jwt", "next-auth/react", "pg", "test-tool", "zod"].map(
      (name) => [`node_modules/${name}/index.js`, ""],
    ),
  ),
};

type Violation = { rule: { name: string }; from: string };

describe("the rules of dependencies", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-dependencies-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let found: string[][];
  beforeAll(() => {
    const files = { ...others, ...Object.fromEntries(examples.map(([, file, text]) => [file, text])) };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const output = execFileSync(
      process.execPath,
      [
        path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
        ...["--config", path.resolve(".dependency-cruiser.cjs"), "--output-type", "json", "."],
      ],
      { cwd: folder, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 },
    );
    const violations: Violation[] = JSON.parse(output).summary.violations;
    found = violations.map(({ rule, from }) => [rule.name, from]);
  }, 60_000);

  const fileOrModule = (rule: string, file: string) =>
    rule === "no-module-cycle" ? path.posix.dirname(file) : file;

  it.each(examples.filter(([rule]) => rule))("%s finds %s", (rule, file) => {
    expect(found).toContainEqual([rule, fileOrModule(String(rule), file)]);
  });

  it("find nothing else", () => {
    const expected = examples.flatMap(([rule, file]) =>
      rule ? [[rule, fileOrModule(rule, file)].join()] : [],
    );
    expect([...new Set(found.map((each) => each.join()))].sort()).toEqual([...new Set(expected)].sort());
  });

  it("are each shown to find something", async () => {
    const { default: config } = await import(path.resolve(".dependency-cruiser.cjs"));
    const names: string[] = config.forbidden.map(({ name }: { name: string }) => name);
    expect(new Set(examples.flatMap(([rule]) => rule ?? []))).toEqual(new Set(names));
  });
});
