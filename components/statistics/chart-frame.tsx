import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format-count";
import type { Point } from "@/lib/statistics/series";

type ChartFrameProps = {
  title: string;
  /** What the chart shows, in a sentence, for those who do not see it. */
  summary: string;
  /** The value at the top edge; the bottom is 0. */
  top: number;
  /** The words at the ends of the time axis. */
  from: string;
  to: string;
  /** The numbers of the chart: a heading for each column, and the points with their time in words. */
  columns: [string, string];
  rows: { when: string; value: number }[];
  /** What is drawn, in a box of 100 × 100 units, y downwards. */
  children: ReactNode;
};

/** A chart with its axes in words, and its numbers as a table. */
export function ChartFrame({ title, summary, top, from, to, columns, rows, children }: ChartFrameProps) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 font-display text-lg">{title}</figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1 text-xs text-muted">
        <div aria-hidden className="flex flex-col justify-between text-right tabular-nums">
          <span>{formatCount(top)}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={summary}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="h-40 w-full overflow-visible border-b border-edge"
        >
          {[0, 50].map((y) => (
            <line
              key={y}
              {...{ x1: 0, x2: 100, y1: y, y2: y }}
              vectorEffect="non-scaling-stroke"
              className="stroke-hair"
            />
          ))}
          {children}
        </svg>
        <div aria-hidden className="col-start-2 flex justify-between gap-4">
          <span>{from}</span>
          <span className="text-right">{to}</span>
        </div>
      </div>
      <details className="mt-2">
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-sm text-link underline underline-offset-2">
          Numbers
        </summary>
        <div className="mt-2">
          <table className="w-full text-left text-sm tabular-nums">
            <thead>
              <tr className="border-b border-hair">
                <th scope="col" className="py-1 pr-4 font-display">
                  {columns[0]}
                </th>
                <th scope="col" className="py-1 text-right font-display">
                  {columns[1]}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ when, value }) => (
                <tr key={when} className="border-b border-hair">
                  <td className="py-1 pr-4">{when}</td>
                  <td className="py-1 text-right">{formatCount(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The highest value of some points. */
export const highest = (points: Point[]) => Math.max(0, ...points.map(({ value }) => value));
