import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { log } from "@/lib/runtime/log";
import { type MailResult, metrics } from "@/lib/runtime/metrics";

export type RunningWorker = {
  /** Stops the thread once what it is doing has ended, or after some seconds; the rest stays in the database. */
  stop: () => Promise<void>;
};

/** In ms: how long until a thread that failed is started again, and how long one may take to stop. */
const defaults = { restartAfter: 2_000, stopWithin: 7_000 };

// A few mails at a time need little; without a limit the heap of the thread grows with the memory of the machine.
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 };

// scripts/build.mjs puts worker-thread.ts beside the server.
const bundled = new URL("./worker.mjs", import.meta.url);

/**
 * Starts the thread that sends mail and does the jobs, so that neither holds up a request, and starts it again when
 * it ends by a fault. Tests name another program.
 */
export function startWorker({
  program = bundled,
  restartAfter = defaults.restartAfter,
  stopWithin = defaults.stopWithin,
} = {}): RunningWorker {
  const stopping = new AbortController();
  let thread: Worker;

  const runOnce = () =>
    new Promise<void>((resolve) => {
      thread = new Worker(program, { name: "worker", resourceLimits });
      // The thread has figures of its own, which nobody could read.
      thread.on("message", (result: MailResult) => metrics().mails.inc({ result }));
      thread.on("error", (err) => log.error({ err }, "the worker failed"));
      thread.on("exit", () => resolve());
    });

  const run = async () => {
    while (!stopping.signal.aborted) {
      await runOnce();
      if (stopping.signal.aborted) return;
      log.error("the worker has ended and is started again");
      await pause(restartAfter, undefined, stopping).catch(() => undefined);
    }
  };

  const ended = run();
  return {
    async stop() {
      stopping.abort();
      thread.postMessage("stop");
      const late = setTimeout(() => thread.terminate(), stopWithin);
      await ended;
      clearTimeout(late);
    },
  };
}
