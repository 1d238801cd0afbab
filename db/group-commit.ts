import { AsyncResource } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type Database from "better-sqlite3";
import { retryWhileLocked } from "./retry-while-locked";
import { DatabaseUnavailable } from "./unavailable";

/** The most transactions in one commit; they block the event loop for some 10 ms. */
const maxGroupSize = 50;

/** How long a group accepts more transactions, in ms, while each turn of the event loop brings one. */
const gatheringMs = 10;

type Waiting = {
  arrived: number;
  alone: boolean;
  work: () => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

/**
 * Runs transactions one after the other on one connection. Waiting transactions share one commit, because its
 * sync takes longer than their work. Each has a savepoint, so that an error undoes no other transaction. All
 * results are reported after the commit. If a group fails as a whole, its transactions run again one by one.
 * @param limitMs the longest wait for another process's lock before `DatabaseUnavailable`
 * @param maxGatheringMs the longest wait of a group's first transaction for others, in ms
 */
export function createGroupCommit(writer: Database.Database, limitMs: number, maxGatheringMs = gatheringMs) {
  const prepared = (statement: string) => {
    const ready = writer.prepare(statement);
    return () => ready.run();
  };
  const begin = prepared("begin immediate");
  const commit = prepared("commit");
  const savepoint = prepared("savepoint work");
  const undo = prepared("rollback to work");
  const release = prepared("release work");

  const waiting: Waiting[] = [];
  let leading: Promise<void> | undefined;
  let lastFree = 0;

  async function lead() {
    while (waiting.length > 0) {
      if (!waiting[0]?.alone) await gather();
      await runTogether(nextGroup());
    }
    leading = undefined;
  }

  /** Adds the transactions of this turn of the event loop, and of each next turn until one brings none. */
  async function gather() {
    const latest = performance.now() + maxGatheringMs;
    let before: number;
    do {
      before = waiting.length;
      await nextTurn();
    } while (waiting.length > before && waiting.length < maxGroupSize && performance.now() < latest);
  }

  function nextGroup(): Waiting[] {
    const firstAlone = waiting.findIndex(({ alone }) => alone);
    return waiting.splice(0, firstAlone < 0 ? maxGroupSize : Math.min(Math.max(firstAlone, 1), maxGroupSize));
  }

  async function runTogether(group: Waiting[]) {
    const answers: (() => void)[] = [];
    try {
      // The limit applies to locks of other processes, not to the queue.
      await retryWhileLocked(begin, Math.max(group[0]?.arrived ?? 0, lastFree) + limitMs);
      try {
        for (const each of group) answers.push(await run(each));
        await retryWhileLocked(commit, performance.now() + limitMs);
      } finally {
        lastFree = performance.now();
      }
    } catch (error) {
      rollBack();
      answers.length = 0;
      if (group.length > 1 && !(error instanceof DatabaseUnavailable))
        waiting.unshift(...group.map((each) => ({ ...each, alone: true })));
      else for (const { reject } of group) answers.push(() => reject(error));
    }
    for (const answer of answers) answer();
  }

  function rollBack() {
    try {
      if (writer.inTransaction) writer.exec("rollback");
    } catch {
      // The next transaction fails at its beginning; an exception here would leave all of them waiting.
    }
  }

  /** Runs one transaction and returns the function that reports its result after the commit. */
  async function run({ work, resolve, reject }: Waiting): Promise<() => void> {
    savepoint();
    try {
      const value = await work();
      release();
      return () => resolve(value);
    } catch (error) {
      // After some faults, such as a full disk, SQLite has rolled back the whole group.
      if (!writer.inTransaction) throw error;
      undo();
      release();
      return () => reject(error);
    }
  }

  return {
    /** Resolves with the result of `work` once it is on the disk; rejects with its error. */
    transaction<T>(work: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const inItsContext = AsyncResource.bind(work);
        const arrived = performance.now();
        waiting.push({
          arrived,
          alone: false,
          work: inItsContext,
          resolve: resolve as Waiting["resolve"],
          reject,
        });
        leading ??= lead();
      });
    },
    /** Resolves when no transaction is waiting or running. */
    async onIdle(): Promise<void> {
      await leading;
    },
  };
}
