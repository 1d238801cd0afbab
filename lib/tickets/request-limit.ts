const most = 30;
const minute = 60_000;

type Window = { startedAt: number; count: number };

/** Counts ticket requests of each account in memory: a rush must not write for those it refuses. */
export class RequestLimit {
  readonly #windows = new Map<string, Window>();
  #sweptAt = 0;

  /** Whether `account` may ask once more: 30 times a minute. */
  take(account: string, now: Date): boolean {
    const at = now.getTime();
    const window = this.#windows.get(account);
    if (!window || at - window.startedAt >= minute) {
      if (at - this.#sweptAt >= minute) this.#forgetOld(at);
      this.#windows.set(account, { startedAt: at, count: 1 });
      return true;
    }
    window.count += 1;
    return window.count <= most;
  }

  #forgetOld(at: number) {
    this.#sweptAt = at;
    for (const [account, window] of this.#windows)
      if (at - window.startedAt >= minute) this.#windows.delete(account);
  }
}

/** The one of this process. */
export const requestLimit = new RequestLimit();
