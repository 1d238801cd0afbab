import { scaleBand, scaleLinear } from "d3-scale";
import type { Point } from "@/lib/statistics/series";
import { formatStamp } from "@/lib/time/format";
import { ChartFrame, highest } from "./chart-frame";

type BarChartProps = { title: string; noun: string; points: Point[]; timeZone: string };

/** How often something happened in each period. */
export function BarChart({ title, noun, points, timeZone }: BarChartProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const stamp = (point: Point) => formatStamp(point.at, timeZone);
  const x = scaleBand(points.map(stamp), [0, 100]).padding(0.2);
  const y = scaleLinear([0, Math.max(1, highest(points))], [100, 0]).nice(4);
  const busiest = points.reduce((most, point) => (point.value > most.value ? point : most), first);
  return (
    <ChartFrame
      title={title}
      summary={`${title}: from ${stamp(first)} to ${stamp(last)}, at most ${busiest.value}, at ${stamp(busiest)}.`}
      top={y.domain()[1] ?? 1}
      from={stamp(first)}
      to={stamp(last)}
      columns={["From", noun]}
      rows={points.map((point) => ({ when: stamp(point), value: point.value }))}
    >
      {points.map((point) => (
        <rect
          key={point.at.getTime()}
          x={x(stamp(point))}
          y={y(point.value)}
          width={x.bandwidth()}
          height={100 - y(point.value)}
          className="fill-ink"
        />
      ))}
    </ChartFrame>
  );
}
