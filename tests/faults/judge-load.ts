import { median } from "../../bench/statistics";

/** What a server uses at one moment, in MB and in numbers; `at` is in ms since the load began. */
export type Use = { at: number; rss: number; heap: number; descriptors: number; wal: number };

type Measured = Exclude<keyof Use, "at">;

/** The last nine tenths of a load in three parts; the first tenth is to warm up. */
function thirdsOf<Sample extends Use>(samples: Sample[], lasts: number): Sample[][] {
  const warm = samples.filter(({ at }) => at > lasts / 10);
  return [0, 1, 2].map((n) => warm.slice((n * warm.length) / 3, ((n + 1) * warm.length) / 3));
}

/** The median of each third of a load that lasts so many ms. */
export const middlesOf = (samples: Use[], lasts: number, what: Measured): number[] =>
  thirdsOf(samples, lasts).map((third) => median(third.map((sample) => sample[what])));

/** The highest of each third. */
export const highestOf = (samples: Use[], lasts: number, what: Measured): number[] =>
  thirdsOf(samples, lasts).map((third) => Math.max(...third.map((sample) => sample[what])));

/** What still grows in the last third of a load, as sentences. */
export function judgeUse(samples: Use[], lasts: number): string[] {
  const problems: string[] = [];
  const [, rssBefore = 0, rss = 0] = middlesOf(samples, lasts, "rss");
  if (rss > rssBefore * 1.15 + 20)
    problems.push(`memory grew from ${Math.round(rssBefore)} to ${Math.round(rss)} MB`);
  const [, heapBefore = 0, heap = 0] = middlesOf(samples, lasts, "heap");
  if (heap > heapBefore * 1.25 + 20)
    problems.push(`the heap grew from ${Math.round(heapBefore)} to ${Math.round(heap)} MB`);
  const [, descriptorsBefore = 0, descriptors = 0] = highestOf(samples, lasts, "descriptors");
  if (descriptors > descriptorsBefore + 20)
    problems.push(`descriptors grew from ${descriptorsBefore} to ${descriptors}`);
  const wal = highestOf(samples, lasts, "wal")[2] ?? 0;
  if (wal > 16) problems.push(`the write-ahead log has ${wal.toFixed(1)} MB`);
  return problems;
}

/** By how many rows each table grew, and by how many it may have. */
type Growth = {
  grown: Record<string, number>;
  acknowledged: Record<string, number>;
  most: Record<string, number>;
};

/** What is wrong with the growth of tables: one that is not in `most` has to grow by what was acknowledged. */
export const judgeTables = ({ grown, acknowledged, most }: Growth): string[] =>
  Object.entries(grown).flatMap(([table, rows]) => {
    const limit = most[table];
    if (limit !== undefined) return rows > limit ? [`${table} grew by ${rows} rows`] : [];
    const expected = acknowledged[table] ?? 0;
    return rows === expected ? [] : [`${table} grew by ${rows} rows, and ${expected} were acknowledged`];
  });

/** Whether mails, which took so many seconds in each round, took much longer beside something else. */
export function judgeSlowed(alone: number[], beside: number[]): string[] {
  const [usual, slowed] = [median(alone), median(beside)];
  return slowed > 2 * usual + 1
    ? [`the mails took ${slowed.toFixed(1)} s instead of ${usual.toFixed(1)} s`]
    : [];
}
