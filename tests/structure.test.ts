import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findViolations, importsOf, type Source } from "./structure";

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
});
const sources: Source[] = listed
  .split("\n")
  .filter((path) => /^(app|components|lib|db|emails|server)\/.*\.tsx?$|^[^/]+\.ts$/.test(path))
  .filter((path) => !/\.test\.tsx?$|\.config\.ts$/.test(path) && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

describe("the structure", () => {
  it("is what the architecture says", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(findViolations(sources)).toEqual([]);
  });
});

describe("the structure's rules", () => {
  it.each<[string, string, string, string]>([
    [
      "a component that imports the database",
      "components/a.tsx",
      'import { reader } from "@/db/client";',
      "must not import db/client",
    ],
    [
      "a page that imports the database",
      "app/page.tsx",
      'import { reader } from "../db/client";',
      "must not import db/client",
    ],
    [
      "a room below that imports one above",
      "lib/events/a.ts",
      'import { Card } from "@/components/ui/card";',
      "must not import components",
    ],
    [
      "a database that knows the business",
      "db/client.ts",
      'import { now } from "@/lib/runtime/clock";',
      "must not import lib/runtime/clock",
    ],
    [
      "mail templates outside lib/mail",
      "lib/events/a.ts",
      'import { T } from "@/emails/ticket";',
      "only lib/mail",
    ],
    [
      "a component with a query",
      "components/a.tsx",
      'import { listEvents } from "@/lib/events/queries";',
      "as props",
    ],
    [
      "a component with a command",
      "components/a.tsx",
      'import { a } from "@/lib/events/commands/a";',
      "as props",
    ],
    [
      "a rule that asks the database",
      "lib/events/availability.ts",
      'import { reader } from "@/db/client";',
      "as parameters",
    ],
    [
      "a rule that asks the clock",
      "lib/events/availability.ts",
      'import { now } from "@/lib/runtime/clock";',
      "as parameters",
    ],
    ["zod outside input.ts", "lib/events/availability.ts", 'import { z } from "zod";', "input.ts"],
    ["a folder in a domain room", "lib/events/rules/a.ts", "", "no folder but commands/"],
    ["a drawer", "lib/utils.ts", "", "name the file"],
    ["a barrel", "lib/events/index.ts", "", "name the file"],
    ["another case", "lib/eventList.ts", "", "kebab-case"],
    [
      "an action of its own making",
      "app/a/actions.ts",
      '"use server";\nexport async function a() {}',
      "not made by defineAction",
    ],
    ["actions elsewhere", "lib/a.ts", '"use server";\nexport const a = defineAction({});', "actions.ts"],
    ["an inline action", "app/page.tsx", 'async function a() {\n  "use server";\n}', "actions.ts"],
    ["a second way to the session", "app/page.tsx", "getServerSession()", "viewer.ts"],
    ["settings read elsewhere", "lib/mail/a.ts", "process.env.SMTP_URL", "lib/runtime/env.ts"],
    ["revalidation", "app/a/actions.ts", "revalidatePath('/')", "nothing is cached"],
    ["a style attribute", "app/page.tsx", "<p style={{}} />", "style attributes"],
    ["a loading page", "app/a/loading.tsx", "", "404"],
    ["a cascade", "db/schema.ts", '{ onDelete: "cascade" }', "children"],
  ])("bite on %s", (_, path, text, sentence) => {
    expect(findViolations([{ path, text }]).join("\n")).toContain(sentence);
  });

  it("let types pass and see imports of every form", () => {
    const text =
      'import type { A } from "@/lib/events/queries";\nimport {\n  b,\n} from "../ui/b";\nimport "./c.css";\nawait import("@/d");';
    expect(importsOf({ path: "components/a/a.tsx", text })).toEqual([
      { from: "lib/events/queries", typeOnly: true },
      { from: "components/ui/b", typeOnly: false },
      { from: "components/a/c.css", typeOnly: false },
      { from: "d", typeOnly: false },
    ]);
    expect(findViolations([{ path: "components/a/a.tsx", text }])).toEqual([]);
  });
});
