// The worker and the callers may live in different bundles of one process, so they meet here.
const key = Symbol.for("evento.mail.wake");
const shared = globalThis as unknown as Record<symbol, (() => void) | undefined>;

/** Called by the worker: what to do when mail was queued. */
export function onMailQueued(wake: (() => void) | undefined): void {
  shared[key] = wake;
}

/** Tells the worker of this process, if it runs, that mail may be waiting; call it after the commit. */
export function wakeMailWorker(): void {
  shared[key]?.();
}
