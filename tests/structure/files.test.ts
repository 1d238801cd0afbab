import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import domainModules from "./domain-modules.json";

// Rules for names and contents of files. .dependency-cruiser.cjs checks imports; biome.json checks process.env,
// style attributes, Next's cache and private modules.

/** A source file: its path from the root, and its text. */
type Source = { path: string; text: string };

/** Returns the faults of one file, as sentences. */
type Rule = (source: Source) => string[];

const domainFolders: Rule = ({ path }) => {
  const [, module, folder, ...rest] = path.split("/");
  if (!path.startsWith("lib/") || !domainModules.includes(module ?? "") || rest.length === 0) return [];
  return folder === "commands" && rest.length === 1 ? [] : ["a domain module has no folder but commands/"];
};

const descriptiveNames: Rule = ({ path }) =>
  /(^|\/)(utils?|helpers?|common|misc|shared|constants|types|index)(\/|\.[a-z]+$)/.test(path)
    ? ["name the file after what it holds"]
    : [];

// Biome checks the names of files.
const kebabCaseFolders: Rule = ({ path }) =>
  path
    .split("/")
    .slice(0, -1)
    .every((folder) => /^([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|\(.+\)|\[.+\])$/.test(folder))
    ? []
    : ["folder names are kebab-case"];

const definedActions: Rule = ({ path, text }) => {
  if (/\n\s+["']use server["']/.test(text))
    return ["server actions live in actions.ts, made by defineAction"];
  if (!text.startsWith('"use server"')) return [];
  const misplaced = /^app\/.*\/actions\.ts$/.test(path)
    ? []
    : ["server actions live in actions.ts beside the page"];
  const others = [...text.matchAll(/\nexport (?!const \w+ = defineAction\()[^\n]*/g)];
  return [...misplaced, ...others.map(([line]) => `not made by defineAction: ${line.trim()}`)];
};

// lib/access/checked.ts. `listManagedEvents` reads by the organiser.
const checksAccess =
  /^lib\/(check-in\/commands\/find-door|events\/commands\/find-managed-event|events\/queries|tickets\/commands\/with-own-ticket)\.ts$/;

const castsToChecked: Rule = ({ path, text }) =>
  /\bas (unknown as )?(Checked<|ManagedEvent(Id|Row)?\b|Door\b|OwnTicketRow\b)/.test(text) &&
  !checksAccess.test(path)
    ? ["only the code that checks access makes a checked value"]
    : [];

const hostCookies: Rule = ({ path, text }) =>
  /\bstringifySetCookie\b|\bcookies(\(\)\))?\.(set|delete)\(/.test(text) && path !== "lib/auth/host-cookie.ts"
    ? ["lib/auth/host-cookie.ts makes every cookie"]
    : [];

const forbid =
  (pattern: RegExp, reason: string): Rule =>
  ({ text }) =>
    pattern.test(text) ? [reason] : [];

const rules: Rule[] = [
  domainFolders,
  descriptiveNames,
  kebabCaseFolders,
  definedActions,
  castsToChecked,
  hostCookies,
  ({ path }) => (path.endsWith("/loading.tsx") ? ["a loading.tsx turns a 404 into a 200"] : []),
  forbid(
    /\bon delete cascade\b|\bonDelete\b/i,
    "a migration that rebuilds a table would delete its children",
  ),
  forbid(/\bSymbol\.for\(/, "@epic-web/remember holds what a process has once"),
  forbid(/--(max-old-space-size|heap-|v8-)|setFlagsFromString/, "no V8 flags"),
];

const findFaults = (sources: Source[]) =>
  sources.flatMap((source) =>
    rules.flatMap((rule) => rule(source).map((fault) => `${source.path}: ${fault}`)),
  );

const product = /^((app|components|lib|db|emails|server)\/.*\.(tsx?|sql)|[^/]+\.ts)$/;
const listFiles = () =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => product.test(path) && !/\.test\.tsx?$|\.config\.ts$/.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));

describe("the files", () => {
  it("follow every rule", () => {
    const sources = listFiles();
    expect(sources.length).toBeGreaterThan(50);
    expect(findFaults(sources)).toEqual([]);
  });
});

describe("the rules of files", () => {
  it.each([
    ["another folder in a domain module", "lib/events/rules/a.ts", "", "no folder but commands/"],
    ["a folder below commands/", "lib/events/commands/x/a.ts", "", "no folder but commands/"],
    ["a drawer", "lib/utils.ts", "", "name the file"],
    ["a barrel", "lib/events/index.ts", "", "name the file"],
    ["a folder in another case", "lib/eventList/a.ts", "", "kebab-case"],
    ["a folder with two endings", "app/events.old.ics/route.ts", "", "kebab-case"],
    [
      "an action without defineAction",
      "app/a/actions.ts",
      '"use server";\nexport async function a() {}',
      "not made",
    ],
    ["an action elsewhere", "lib/a.ts", '"use server";\nexport const a = defineAction({});', "actions.ts"],
    ["an inline action", "app/page.tsx", 'async function a() {\n  "use server";\n}', "actions.ts"],
    [
      "a cast past the check of access",
      "app/a.ts",
      "cancel(tx, { event: row as ManagedEventRow });",
      "checks access",
    ],
    ["a cookie without a prefix", "lib/a.ts", 'stringifySetCookie({ name: "a" })', "every cookie"],
    ["a cookie of Next's", "app/a.ts", '(await cookies()).set("a", "b");', "every cookie"],
    ["a cookie of Next's response", "app/route.ts", 'response.cookies.set("a", "b");', "every cookie"],
    ["a loading page", "app/a/loading.tsx", "", "404"],
    ["a cascade in the schema", "db/schema.ts", '{ onDelete: "cascade" }', "children"],
    ["a cascade in a migration", "db/migrations/sqlite/1.sql", "ON DELETE CASCADE", "children"],
    ["a singleton by symbol", "lib/a.ts", 'Symbol.for("evento.a")', "remember"],
    ["a V8 flag", "server.ts", 'execArgv: ["--max-old-space-size=100"]', "V8"],
  ])("find %s", (_, path, text, reason) => {
    expect(findFaults([{ path, text }]).join("\n")).toContain(reason);
  });

  it("accept what Next and the domain modules need", () => {
    const text = '"use server";\nexport const a = defineAction({});\n';
    for (const path of ["app/(public)/events/[id]/actions.ts", "app/[...missing]/actions.ts"])
      expect(findFaults([{ path, text }])).toEqual([]);
    expect(findFaults([{ path: "app/(public)/events.ics/route.ts", text: "" }])).toEqual([]);
    for (const path of ["lib/events/access.ts", "lib/events/commands/a.ts", "lib/mail/outbox/a.ts"])
      expect(findFaults([{ path, text: "" }])).toEqual([]);
  });
});
