// The front door and whoever asks live in different bundles of one process, so they meet here.
const key = Symbol.for("evento.under-way");
const shared = globalThis as unknown as Record<symbol, (() => number) | undefined>;

/** Called by the front door: how to count the requests under way that may take long. */
export function onCountUnderWay(count: (() => number) | undefined): void {
  shared[key] = count;
}

/** How many requests are under way, so that what can wait lets them go first. */
export const requestsUnderWay = (): number => shared[key]?.() ?? 0;
