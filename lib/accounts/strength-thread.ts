import { once } from "node:events";
import { Worker } from "node:worker_threads";
import PQueue from "p-queue";
import { Busy } from "@/lib/runtime/busy";
import { log } from "@/lib/runtime/log";
import type { StrengthEstimator } from "./strength-estimator";

/** The longest password takes about a tenth of a second, so the last of a full queue waits for some seconds. */
const maxWaiting = 64;

// The dictionaries need about 60 MB.
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

// scripts/build.mjs puts password-strength-thread.ts beside the server.
const bundled = new URL("./password-strength.mjs", import.meta.url);

/**
 * Creates a function that answers whether a password is easy to guess. It asks a thread, because an estimate
 * takes up to a tenth of a second, in which no request would be answered. The thread starts at the first
 * question, and again after a fault. Tests name another program.
 * @returns a function that throws Busy when too many questions wait
 */
export function createStrengthThread({ program = bundled } = {}): StrengthEstimator {
  const queue = new PQueue({ concurrency: 1 });
  let thread: Worker | undefined;

  function start(): Worker {
    const started = new Worker(program, { name: "password-strength", resourceLimits });
    started.on("error", (err) => {
      log.error({ err }, "the thread that estimates passwords failed");
      thread = undefined;
    });
    // It ends with the process.
    started.unref();
    return started;
  }

  return async (question) => {
    if (queue.size >= maxWaiting) throw new Busy("too many passwords wait to be estimated");
    return queue.add(async () => {
      thread ??= start();
      const answered = once(thread, "message");
      thread.postMessage(question);
      const [easy] = await answered;
      return easy;
    });
  };
}
