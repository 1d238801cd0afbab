import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import type { Point } from "@/lib/statistics/series";
import { formatStamp } from "@/lib/time/format";
import { ChartFrame, highest } from "./chart-frame";

type LineChartProps = { title: string; noun: string; points: Point[]; timeZone: string };

/** A number over time. */
export function LineChart({ title, noun, points, timeZone }: LineChartProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const x = scaleUtc([first.at, last.at], [0, 100]);
  const y = scaleLinear([0, Math.max(1, highest(points))], [100, 0]).nice(4);
  const at = (point: Point) => x(point.at);
  const value = (point: Point) => y(point.value);
  const stamp = (point: Point) => formatStamp(point.at, timeZone);
  return (
    <ChartFrame
      title={title}
      summary={`${title}: from ${first.value} on ${stamp(first)} to ${last.value} on ${stamp(last)}, at most ${highest(points)}.`}
      top={y.domain()[1] ?? 1}
      from={stamp(first)}
      to={stamp(last)}
      columns={["Until", noun]}
      rows={points.slice(1).map((point) => ({ when: stamp(point), value: point.value }))}
    >
      <path d={area<Point>().x(at).y0(100).y1(value)(points) ?? ""} className="fill-accent/40" />
      <path
        d={line<Point>().x(at).y(value)(points) ?? ""}
        vectorEffect="non-scaling-stroke"
        className="fill-none stroke-ink stroke-2"
      />
    </ChartFrame>
  );
}
