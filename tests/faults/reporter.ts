import { readFileSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { describeMachine } from "../../bench/machine";
import { replaceSection } from "../../bench/page-section";
import { formatFaults } from "./fault-table";
import type {} from "./report";

const page = "docs/reliability.md";

/** Prints the table of faults after a run; a run of all faults also writes it into docs/reliability.md. */
export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const rows = tests.flatMap((test) => test.meta().faults ?? []);
    const failed = [
      ...tests.filter((test) => test.result().state === "failed").map((test) => test.fullName),
      ...modules.filter((module) => module.errors().length > 0).map((module) => module.moduleId),
    ];
    const table = formatFaults(rows, failed);
    const text = `${describeMachine(new Date())} Command: \`npm run test:faults\`.\n\n${table}`;
    process.stdout.write(`\n${text}\n`);
    if (process.env.ALL_FAULTS)
      writeFileSync(page, replaceSection(readFileSync(page, "utf8"), "faults", text));
  }
}
