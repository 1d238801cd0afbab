/** The middle of some figures, the mean of both middles when they are even in number; NaN of none. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return pair.reduce<number>((sum, figure) => sum + (figure ?? Number.NaN), 0) / 2;
}

/** The figure that `share` (0 to 1) of all are no larger than; NaN of none. */
export function percentile(figures: number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1] ?? Number.NaN;
}

/**
 * How well figures tell two groups apart: the share of pairs in which one group's is the larger (the area
 * under the ROC curve), from 0.5 (not at all) to 1 (always).
 */
export function separability(some: number[], others: number[]): number {
  let larger = 0;
  for (const one of some) for (const other of others) larger += one > other ? 1 : one === other ? 0.5 : 0;
  const share = larger / (some.length * others.length);
  return Math.max(share, 1 - share);
}

type Figures<Name extends string> = Record<Name, number>;

/**
 * Measures several things in turns, so that whatever else the machine does meets all of them alike, and
 * returns the median of every figure of each.
 */
export async function inTurns<Thing extends string, Figure extends string>(
  turns: number,
  things: Record<Thing, (turn: number) => Promise<Figures<Figure>>>,
): Promise<Record<Thing, Figures<Figure>>> {
  const names = Object.keys(things) as Thing[];
  const measured = new Map<Thing, Figures<Figure>[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn += 1)
    for (const name of names) measured.get(name)?.push(await things[name](turn));
  return fromEntries(names.map((name) => [name, medians(measured.get(name) ?? [])]));
}

function medians<Figure extends string>(turns: Figures<Figure>[]): Figures<Figure> {
  const figures = Object.keys(turns[0] ?? {}) as Figure[];
  return fromEntries(figures.map((figure) => [figure, median(turns.map((turn) => turn[figure]))]));
}

const fromEntries = Object.fromEntries as <Key extends string, Value>(
  entries: [Key, Value][],
) => Record<Key, Value>;
