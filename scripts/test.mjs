// Runs one of four tiers: `npm run check` (--check, the quick part), `npm test` (everything for a release),
// `npm run test:long` (--long, the slow rest) and `npm run test:faults` (--faults, everything that can fail).
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { checkNode, ensureInstalled } from "./install.mjs";
import { ensureMachine } from "./machine.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.env.NEXT_TELEMETRY_DISABLED = "1";

const run = (tool, ...args) => runWith({}, tool, ...args);

/** Runs a tool of node_modules, with additional environment, and returns whether it succeeded. */
function runWith(env, tool, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${tool}`, ...args], {
      stdio: "inherit",
      env: { ...process.env, ...env },
    });
    child.on("close", (code) => resolve(code === 0));
  });
}

const failedTests = [];

/** What failed of a vitest run, one line each, from its JSON report. */
function readFailures(report) {
  return JSON.parse(readFileSync(report, "utf8")).testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    const failures = failed.map((test) => [test.fullName, ...test.failureMessages]);
    if (file.status === "failed" && failed.length === 0) failures.push([file.message]);
    return failures.map((words) => {
      const lines = words.map((text) => text.split("\n")[0]);
      return [relative(".", file.name), ...lines].join(": ");
    });
  });
}

/** The faults whose file names contain one of `names`, or all. */
function faults(names) {
  if (names.length === 0) process.env.ALL_FAULTS = "1";
  return run(
    "vitest/vitest.mjs",
    ...["run", "--project=faults", "--reporter=default", "--reporter=./tests/faults/reporter.ts", ...names],
  );
}

async function vitest(tags, ...projects) {
  const report = "test-results/vitest.json";
  rmSync(report, { force: true });
  const passed = await run(
    "vitest/vitest.mjs",
    ...["run", `--tags-filter=${tags}`, ...projects.map((project) => `--project=${project}`)],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  );
  if (!passed && existsSync(report)) failedTests.push(...readFailures(report));
  return passed;
}

const playwright = (grep, env = {}) => runWith(env, "@playwright/test/cli.js", "test", grep);

// Only the kind of database matters: the tests start a PostgreSQL of their own.
const onPostgres = { DATABASE_URL: "postgres://127.0.0.1:9/nowhere" };
const build = ["build", () => ensureBuilt().then(() => true)];

const check = [
  ["types", () => run("typescript/bin/tsc", "--noEmit")],
  ["style", () => run("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".")],
  ["unused code", () => run("knip/bin/knip.js")],
  ["dependencies", () => run("dependency-cruiser/bin/dependency-cruise.mjs", ".")],
  ["rules and components", () => vitest("!long", "rules")],
];
const release = [
  ...check,
  ["queries and commands on SQLite and PostgreSQL", () => vitest("!long", "sqlite", "postgres")],
  build,
  ["requests to the built server", () => vitest("!long", "requests")],
  ["journeys in a browser", () => playwright("--grep-invert=@long")],
];
const long = [
  build,
  ["long tests of vitest", () => vitest("long", "sqlite", "postgres", "requests")],
  ["long tests in a browser", () => playwright("--grep=@long")],
  ["requests to a server on PostgreSQL", () => vitest("!long", "requests-postgres")],
  ["journeys on PostgreSQL", () => playwright("--grep-invert=@long", onPostgres)],
];

const [chosen, ...names] = process.argv.slice(2);
const tiers = { "--check": check, "--long": long, "--faults": [build, ["faults", () => faults(names)]] };
const steps = tiers[chosen] ?? release;

checkNode();
ensureInstalled({ dev: true });
if (steps !== check) ensureMachine(steps === long ? ["nginx", "caddy", "openssl"] : []);
const results = [];
for (const [name, step] of steps) {
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = performance.now();
  const passed = await step();
  results.push({ name, passed, seconds: (performance.now() - startedAt) / 1000 });
}

const row = (name, seconds, result = "") =>
  `${name.padEnd(48)}${seconds.toFixed(1).padStart(8)} s  ${result}\n`;
const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
process.stdout.write("\n");
for (const { name, seconds, passed } of results)
  process.stdout.write(row(name, seconds, passed ? "passed" : "FAILED"));
process.stdout.write(row("total", total));

if (failedTests.length > 0) process.stdout.write(`\n${failedTests.join("\n")}\n`);
const failed = results.filter(({ passed }) => !passed);
process.stdout.write(`\n${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length > 0 ? 1 : 0);
