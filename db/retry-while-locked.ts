import { setTimeout as pause } from "node:timers/promises";
import { DatabaseUnavailable, isBusy } from "./unavailable";

/** Repeats an attempt that finds the database locked, without holding up anyone else, until `giveUpAt`. */
export async function retryWhileLocked<T>(attempt: () => T, giveUpAt: number): Promise<T> {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= giveUpAt) {
        throw new DatabaseUnavailable("Another process has locked the database.", { cause: error });
      }
    }
    // Uneven, so that two processes do not keep missing each other's gaps.
    await pause(2 + Math.random() * 8);
  }
}
