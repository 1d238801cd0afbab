type Work = () => Promise<void>;

// Next bundles a module more than once; the symbol makes all copies share one list.
const key = Symbol.for("evento.at-stop");
const shared = globalThis as unknown as Record<symbol, Work[] | undefined>;
shared[key] ??= [];
const list: Work[] = shared[key];

/** Has `work` done when the server stops, after the last answer and before the database is closed. */
export function atStop(work: Work): void {
  list.push(work);
}

/** Does all of it, one after the other. */
export async function stopAll(): Promise<void> {
  for (const work of list.splice(0)) await work();
}
