import { setTimeout as pause } from "node:timers/promises";
import { DatabaseUnavailable, isBusy } from "./unavailable";

/** Repeats `attempt` while the database is locked, until `giveUpAt`, without blocking the event loop. */
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
    // Random, so that two processes do not stay in step.
    await pause(2 + Math.random() * 8);
  }
}
