/** Lets `width` callers work at a time; the others wait, first come, first served. */
export function createLine(width: number) {
  const waiting: (() => void)[] = [];
  const inside = new Set<Promise<unknown>>();
  let free = width;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  return {
    enter<T>(work: () => Promise<T>): Promise<T> {
      const visit = inTurn(work).finally(() => inside.delete(visit));
      inside.add(visit);
      return visit;
    },
    /** Resolves once everyone who has come is through. */
    async emptied(): Promise<void> {
      await Promise.allSettled(inside);
    },
  };
}
