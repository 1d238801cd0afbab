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

/** The moment of the `nth` row of those after a moment, whether it matches or not; undefined when there are fewer. */
type MomentOf = (nth: number, after: Date) => Promise<Date | undefined>;

type Sliced<Row> = {
  /** How many rows to find at most. */
  wanted: number;
  /** How many times as much as an index's looking at one of these rows costs. */
  weight: number;
  /** The moments between which the whole list is; `until` belongs to it, `after` does not. */
  after: Date;
  until: Date;
  /** Where slices end; beyond `until` it may say what it likes. */
  momentOf: MomentOf;
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
      const until = moment && moment < list.until ? moment : list.until;
      found.push(...(await list.find(after, until, list.wanted - found.length)));
      return until;
    });
    if (end >= list.until || found.length >= list.wanted) return found;
    after = end;
  }
}

const minute = 60_000;

/** How many ends of slices are remembered, some hundred bytes each; a list of 100,000 has a few dozen. */
const mostRemembered = 5_000;

/** The beginning of the minute that `moment` is in: where a list begins whose ends can be remembered. */
export const beginningOfMinute = (moment: Date) => new Date(Math.floor(moment.getTime() / minute) * minute);

/**
 * Remembers what `momentOf` says of one list until the next minute. Counting rows takes a quarter of a
 * search, and a list may be divided anywhere: what came and went meanwhile makes a slice longer or shorter.
 */
export function rememberMoments(momentOf: MomentOf) {
  const known = new Map<string, Date | undefined>();
  let knownIn = 0;
  return async (nth: number, after: Date, now: Date): Promise<Date | undefined> => {
    const current = beginningOfMinute(now).getTime();
    if (current !== knownIn || known.size >= mostRemembered) known.clear();
    knownIn = current;
    const key = `${nth} after ${after.getTime()}`;
    if (!known.has(key)) known.set(key, await momentOf(nth, after));
    return known.get(key);
  };
}
