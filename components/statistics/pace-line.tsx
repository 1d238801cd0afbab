import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import type { Point } from "@/lib/statistics/series";

/** How quickly the tickets of an event go, as a small line up to its capacity; the figures stand beside it. */
export function PaceLine({ points, capacity }: { points: Point[]; capacity: number }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || last.value === 0) return null;
  const x = scaleUtc([first.at, last.at], [0, 100]);
  const y = scaleLinear([0, capacity], [100, 0]);
  const path = line<Point>()
    .x((point) => x(point.at))
    .y((point) => y(point.value));
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className="hidden h-8 w-28 shrink-0 overflow-visible lg:block"
    >
      <path
        d={path(points) ?? ""}
        vectorEffect="non-scaling-stroke"
        className="fill-none stroke-ink stroke-2"
      />
    </svg>
  );
}
