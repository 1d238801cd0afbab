import { LRUCache } from "lru-cache";

/** How many parties are counted at a time; beyond it, those that came longest ago begin anew. */
const maxParties = 100_000;

/**
 * Creates a limit that is counted in this process, for what must not write for those it refuses. A window of
 * `within` ms begins with the first one.
 * @returns a function that counts one of a party, and returns 0 or the seconds until the window ends
 */
export function createMemoryLimit({ most, within }: { most: number; within: number }) {
  const windows = new LRUCache<string, number>({ max: maxParties, ttl: within, noUpdateTTL: true });
  return (who: string): number => {
    const count = (windows.get(who) ?? 0) + 1;
    windows.set(who, count);
    return count > most ? Math.ceil(windows.getRemainingTTL(who) / 1000) : 0;
  };
}
