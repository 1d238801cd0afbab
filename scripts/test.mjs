// `npm test`: everything that must hold. `npm run check` (--quick): what takes seconds, while you work.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { checkNode, ensureInstalled } from "./install.mjs";
import { ensureMachine } from "./machine.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.env.NEXT_TELEMETRY_DISABLED = "1";
const quick = process.argv.includes("--quick");

/** Runs a tool of node_modules to its end; whether it succeeded. */
function run(tool, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${tool}`, ...args], { stdio: "inherit" });
    child.on("close", (code) => resolve(code === 0));
  });
}

const vitest = (...projects) =>
  run("vitest/vitest.mjs", "run", ...projects.map((project) => `--project=${project}`));

const steps = [
  ["types", () => run("typescript/bin/tsc", "--noEmit")],
  ["style", () => run("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".")],
  ["unused code", () => run("knip/bin/knip.js")],
  ["dependencies", () => run("dependency-cruiser/bin/dependency-cruise.mjs", ".")],
  ["rules and components", () => vitest("rules")],
  ...(quick
    ? []
    : [
        ["queries and commands on SQLite and PostgreSQL", () => vitest("sqlite", "postgres")],
        ["build", () => ensureBuilt().then(() => true)],
        ["requests to the built server", () => vitest("requests")],
        ["journeys in a browser", () => run("@playwright/test/cli.js", "test")],
      ]),
];

checkNode();
ensureInstalled();
if (!quick) ensureMachine();
const failed = [];
for (const [name, step] of steps) {
  process.stdout.write(`\n── ${name}\n`);
  const from = performance.now();
  const passed = await step();
  if (!passed) failed.push(name);
  process.stdout.write(
    `── ${name}: ${passed ? "passed" : "FAILED"} in ${Math.round((performance.now() - from) / 1000)} s\n`,
  );
}
if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join("; ")}.\n`);
process.stdout.write(`\n${steps.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length > 0 ? 1 : 0);
