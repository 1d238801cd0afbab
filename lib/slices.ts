import { setImmediate as others } from "node:timers/promises";
import { createLine } from "@/db/line";

/**
 * How many rows of one index are looked at in one go. SQLite serves nobody else meanwhile, so that it takes
 * no longer than making a page does, a few milliseconds.
 */
const rowsAtOnce = 20_000;

const turns = createLine(1);

/** After every moment that is stored. Later a year would need five digits, which PostgreSQL does not read. */
export const endOfTime = new Date("9999-12-31T00:00:00Z");

type Sliced<Row> = {
  /** How many rows to find at most. */
  wanted: number;
  /** How many times as much as an index's looking at one of these rows costs. */
  weight: number;
  /** The moments between which the whole list is; `until` belongs to it, `after` does not. */
  after: Date;
  until: Date;
  /** The moment of the `nth` row of those after a moment, whether it matches or not; undefined when there are fewer. */
  momentOf: (nth: number, after: Date) => Promise<Date | undefined>;
  /** The rows that match between two moments, in order. */
  find: (after: Date, until: Date, most: number) => Promise<Row[]>;
};

/**
 * Looks through a long list, sorted by moments, for rows that match, which may be none, slice by slice. All
 * searches of the process take turns, and everybody else's work has its turn between two slices: a search
 * that finds nothing takes a while itself, but holds nobody up.
 */
export async function findInSlices<Row>(list: Sliced<Row>): Promise<Row[]> {
  const found: Row[] = [];
  const rows = Math.max(1, Math.ceil(rowsAtOnce / list.weight));
  for (let after = list.after; ; ) {
    const end = await turns.enter(async () => {
      await others();
      const moment = await list.momentOf(rows, after);
      found.push(...(await list.find(after, moment ?? list.until, list.wanted - found.length)));
      return moment;
    });
    if (!end || end >= list.until || found.length >= list.wanted) return found;
    after = end;
  }
}
