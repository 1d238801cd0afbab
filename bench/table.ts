/** One line of the results. */
export type Row = {
  what: string;
  value: number;
  unit: string;
  /** What `value` is divided by: the same, in the same unit, of something as quick as it can be. */
  limit?: { is: string; value: number };
  goal?: Goal;
  /** What was wrong with what the server did, however quick it was. */
  problems?: string[];
};

/** A bound on the value itself, or on the value ÷ its limit. */
export type Goal = { of: "value" | "ratio"; bound: "at least" | "at most"; figure: number };

export type Verdict = "reached" | "missed" | "WRONG" | "";

export const ratioAtLeast = (figure: number): Goal => ({ of: "ratio", bound: "at least", figure });
export const ratioAtMost = (figure: number): Goal => ({ of: "ratio", bound: "at most", figure });
export const valueAtLeast = (figure: number): Goal => ({ of: "value", bound: "at least", figure });
export const valueAtMost = (figure: number): Goal => ({ of: "value", bound: "at most", figure });

export const ratioOf = ({ value, limit }: Row): number => (limit ? value / limit.value : Number.NaN);

/** Whether a row reaches its goal; what could not be measured misses it. */
export function judge(row: Row): Verdict {
  if (row.problems && row.problems.length > 0) return "WRONG";
  if (!row.goal) return "";
  const { of, bound, figure } = row.goal;
  const measured = of === "ratio" ? ratioOf(row) : row.value;
  const reached = bound === "at least" ? measured >= figure : measured <= figure;
  return reached ? "reached" : "missed";
}

/** A Markdown table of rows, its columns as wide as their widest cell, and below it what was wrong. */
export function formatTable(rows: Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    `${formatFigure(row.value)} ${row.unit}`.trimEnd(),
    row.limit ? `${formatFigure(row.limit.value)} ${row.limit.is}` : "",
    row.limit ? ratioOf(row).toFixed(2) : "",
    row.goal ? formatGoal(row.goal, row.unit) : "",
    judge(row),
  ]);
  const titles = ["what", "measured", "limit", "ratio", "goal", ""];
  const widths = titles.map((title, column) =>
    Math.max(3, title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lineOf = (line: string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = lineOf(widths.map((width) => "-".repeat(width)));
  return [lineOf(titles), rule, ...cells.map(lineOf), ...problemsOf(rows)].join("\n");
}

const problemsOf = (rows: Row[]): string[] =>
  rows.flatMap(({ what, problems = [] }) => problems.map((problem) => `\nWRONG ${what}: ${problem}`));

function formatGoal({ of, bound, figure }: Goal, unit: string): string {
  const sign = bound === "at least" ? "≥" : "≤";
  return of === "ratio" ? `ratio ${sign} ${figure}` : `${sign} ${formatFigure(figure)} ${unit}`.trimEnd();
}

/** Three digits that count, and thousands apart. */
function formatFigure(figure: number): string {
  if (Number.isNaN(figure)) return "not measured";
  const decimals = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString("en-GB", { maximumFractionDigits: decimals });
}
