import PQueue from "p-queue";
import {
  DatabaseUnavailable,
  isConflict,
  isConnectionLost,
  isLockTimeout,
  isUnavailable,
} from "./unavailable";

const attempts = 3;

/**
 * Does work with a database server, `atOnce` at a time, and again what lost its connection or conflicted with other
 * work. The server counts as gone when nothing of a lane has been answered for `limitMs`: a process that is short of
 * time has late answers, but it has some. All that waits in the lane then fails, after one timeout.
 */
export function createLane({ atOnce, limitMs }: { atOnce: number; limitMs: number }) {
  const queue = new PQueue({ concurrency: atOnce });
  let lastAnswer = 0;
  const isGone = (since: number) => performance.now() > Math.max(since, lastAnswer) + limitMs;

  /** Whether work that failed may succeed now; a lock that others get meanwhile is only in demand. */
  const mayHelp = (error: unknown, since: number) =>
    isConflict(error) || ((isConnectionLost(error) || isLockTimeout(error)) && !isGone(since));

  async function tryUpTo<T>(work: () => Promise<T>, isRepeatable: (error: unknown) => boolean): Promise<T> {
    const since = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const value = await work();
        lastAnswer = performance.now();
        return value;
      } catch (error) {
        if (!isUnavailable(error) || isConflict(error)) lastAnswer = performance.now();
        if (attempt === attempts || !isRepeatable(error) || !mayHelp(error, since)) throw error;
      }
    }
  }

  return {
    /**
     * @param isRepeatable whether work that failed with an error has changed nothing
     * @throws DatabaseUnavailable without having begun, when the server is gone
     */
    run<T>(work: () => Promise<T>, isRepeatable: (error: unknown) => boolean = () => true): Promise<T> {
      const arrived = performance.now();
      return queue.add(async () => {
        if (isGone(arrived)) throw new DatabaseUnavailable("PostgreSQL does not answer.");
        return await tryUpTo(work, isRepeatable);
      });
    },
    onIdle: () => queue.onIdle(),
  };
}
