import type { FaultRow } from "./report";

const titles = ["fault", "attempts", "kept", "broken", "measured", "negative control"];

const count = (value: number) => value.toLocaleString("en-GB");
const cellOf = (text = "") => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** A Markdown table, its columns as wide as their widest cell, and below it what was broken and which tests failed. */
export function formatFaults(rows: FaultRow[], failedTests: string[]): string {
  const cells = rows.map((row) => [
    cellOf(row.fault),
    count(row.attempts),
    count(row.kept),
    count(row.broken.length),
    cellOf(row.figures),
    cellOf(row.control),
  ]);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lineOf = (line: string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [
    lineOf(titles),
    lineOf(widths.map((width) => "-".repeat(width))),
    ...cells.map(lineOf),
    ...rows.flatMap(({ fault, broken }) => broken.map((what) => `\nBROKEN ${fault}: ${what}`)),
    ...failedTests.map((name) => `\nFAILED ${name}`),
  ].join("\n");
}
