/** How many things happened in a period; `bucket` is the number of periods since 1970. */
export type Count = { bucket: number; count: number };

/** A number that holds from `at` on. */
export type Point = { at: Date; value: number };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The lengths of a period that a reader understands, in ms. */
const periods = [5 * minute, 15 * minute, hour, 6 * hour, day, 7 * day, 28 * day];

/** The shortest period that divides the time from `from` to `to` into at most `most` parts, in ms. */
export function periodFor(from: Date, to: Date, most = 60): number {
  const length = to.getTime() - from.getTime();
  return periods.find((period) => length / period <= most) ?? Math.ceil(length / most);
}

/**
 * The running total at the end of each period from `from` to `to`, of what came and went.
 * @param period in ms, as in the buckets
 */
export function runningTotal(
  { came, went }: { came: Count[]; went: Count[] },
  { from, to, period }: { from: Date; to: Date; period: number },
): Point[] {
  const changes = new Map<number, number>();
  const add = (counts: Count[], sign: 1 | -1) => {
    for (const { bucket, count } of counts) changes.set(bucket, (changes.get(bucket) ?? 0) + sign * count);
  };
  add(came, 1);
  add(went, -1);
  const first = Math.floor(from.getTime() / period);
  const last = Math.floor(to.getTime() / period);
  let total = 0;
  for (const [bucket, change] of changes) if (bucket < first) total += change;
  const start: Point = { at: from, value: total };
  // By time, because a period that begins at `to` ends there as well.
  const totals = new Map<number, number>();
  for (let bucket = first; bucket <= last; bucket += 1) {
    total += changes.get(bucket) ?? 0;
    totals.set(Math.min((bucket + 1) * period, to.getTime()), total);
  }
  return [start, ...Array.from(totals, ([at, value]) => ({ at: new Date(at), value }))];
}

/** The same counts by periods that are `times` as long. */
export function widen(counts: Count[], times: number): Count[] {
  const wide = new Map<number, number>();
  for (const { bucket, count } of counts) {
    const wider = Math.floor(bucket / times);
    wide.set(wider, (wide.get(wider) ?? 0) + count);
  }
  return Array.from(wide, ([bucket, count]) => ({ bucket, count }));
}

/** What happened in each period from the first to the last in which anything did; `at` is the period's start. */
export function perPeriod(counts: Count[], period: number): Point[] {
  if (counts.length === 0) return [];
  const found = new Map(counts.map(({ bucket, count }) => [bucket, count]));
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  return Array.from({ length: last - first + 1 }, (_, n) => ({
    at: new Date((first + n) * period),
    value: found.get(first + n) ?? 0,
  }));
}
