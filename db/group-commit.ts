import { AsyncResource } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type Database from "better-sqlite3";
import { retryWhileLocked } from "./retry-while-locked";
import { DatabaseUnavailable } from "./unavailable";

/** How many transactions share one commit at most; so many hold up the event loop for some 10 ms. */
const mostTogether = 50;

/** Milliseconds in which more may come, while each turn of the event loop brings one. */
const usualGathering = 10;

type Waiting = {
  arrived: number;
  /** Shares its commit with nobody. */
  alone: boolean;
  work: () => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

/**
 * Runs transactions one after the other on one connection, and lets those that wait together share one
 * commit, because its sync takes longer than all their work. Each has a savepoint of its own, so one that
 * throws undoes nothing of its neighbours; nobody hears anything, not even a refusal, before the commit;
 * and when a group fails as a whole, each of it runs again alone and hears its own end.
 * @param limitMs how long anyone waits for a lock of another process before `DatabaseUnavailable`
 * @param longestGathering how long, in ms, the first of a group waits for others at most
 */
export function createGroupCommit(
  writer: Database.Database,
  limitMs: number,
  longestGathering = usualGathering,
) {
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

  /** Whoever comes in this turn of the event loop belongs to the group, and so on while somebody does. */
  async function gather() {
    const latest = performance.now() + longestGathering;
    let before: number;
    do {
      before = waiting.length;
      await nextTurn();
    } while (waiting.length > before && waiting.length < mostTogether && performance.now() < latest);
  }

  function nextGroup(): Waiting[] {
    const firstAlone = waiting.findIndex(({ alone }) => alone);
    return waiting.splice(0, firstAlone < 0 ? mostTogether : Math.min(Math.max(firstAlone, 1), mostTogether));
  }

  async function runTogether(group: Waiting[]) {
    const answers: (() => void)[] = [];
    try {
      // Only the wait for a foreign lock counts, not the wait behind our own healthy work.
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
      // Whoever comes next hears that no transaction can begin; to throw here would leave everybody waiting.
    }
  }

  /** Runs one work and returns how to answer it once the group is committed. */
  async function run({ work, resolve, reject }: Waiting): Promise<() => void> {
    savepoint();
    try {
      const value = await work();
      release();
      return () => resolve(value);
    } catch (error) {
      // SQLite has undone everything by itself after some faults, such as a full disk.
      if (!writer.inTransaction) throw error;
      undo();
      release();
      return () => reject(error);
    }
  }

  return {
    /** Resolves with what `work` returns once that is on the disk; rejects with what it throws. */
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
    /** Resolves once every transaction so far has ended. */
    async onIdle(): Promise<void> {
      await leading;
    },
  };
}
