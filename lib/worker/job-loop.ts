import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";
import { jobs } from "./jobs";

export type JobLoop = {
  /** Resolves once the transactions that have begun have ended. */
  stop: () => Promise<void>;
};

/** How long to leave the database to others between two transactions of a job, in ms. */
const betweenBatches = 50;

/** How long a job rests after a fault, in ms. */
const afterFault = 5_000;

/** Runs every job of `jobs.ts` until it is stopped, each by itself, so that a long one holds up no other. */
export function startJobLoop(scheduled = jobs): JobLoop {
  const stopping = new AbortController();
  // Each job listens; beyond ten Node would warn of a leak.
  setMaxListeners(scheduled.length, stopping.signal);
  const wait = (ms: number) =>
    pause(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);

  const repeat = async ({ name, run, every }: (typeof jobs)[number]) => {
    while (!stopping.signal.aborted) {
      const ms = await run(wallClock(), stopping.signal).then(
        (more) => (more ? betweenBatches : every),
        (err) => {
          log.error({ err, job: name }, "a job failed and is tried again");
          return Math.min(every, afterFault);
        },
      );
      await wait(ms);
    }
  };

  const ended = Promise.all(scheduled.map(repeat));
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
