import { wallClock } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { type DeliveryReport, deliverDue } from "./deliver";
import { queuePause } from "./failure";
import { concurrency, openTransport } from "./transport";
import { onMailQueued } from "./wake";

export type DeliveryLoop = {
  /** Resolves once the mails in flight have ended, or after 5 s; the others stay queued. */
  stop: () => Promise<void>;
};

/** How often an idle loop looks, in ms, for what another process queued and for retries. */
const pollEvery = 1_500;
const batch = 100;

/** How long mails in flight may take, in ms, once the loop is told to stop. */
const patience = 5_000;

/** Sends what the outbox holds, and then what is queued, until it is stopped. */
export function startDeliveryLoop(): DeliveryLoop {
  const { smtpUrl } = settings();
  const transport = smtpUrl ? openTransport(smtpUrl) : null;
  let stopping = false;
  let troubles = 0;
  let resting = false;
  let woken = false;
  let endWait = () => {};

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping || (woken && !resting)) return resolve();
      const timer = setTimeout(resolve, ms);
      timer.unref();
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Sends what is due and answers how long to wait, in ms. */
  const round = async (): Promise<number> => {
    // After trouble one mail goes ahead to see whether the server is well again.
    const probing = troubles > 0;
    let report: DeliveryReport;
    try {
      report = await deliverDue({
        now: wallClock,
        transport,
        limit: probing ? 1 : batch,
        concurrency: probing ? 1 : concurrency,
        stopping: () => stopping,
      });
    } catch (error) {
      log.error({ err: error }, "the mail worker could not use the database");
      return queuePause(1);
    }
    resting = report.trouble;
    if (report.trouble) return queuePause(++troubles);
    if (report.taken === 0) return pollEvery;
    troubles = 0;
    return 0;
  };

  const run = async () => {
    while (!stopping) {
      woken = false;
      const pause = await round();
      if (pause > 0) await wait(pause);
    }
  };

  const ignoreQueued = onMailQueued(() => {
    woken = true;
    if (!resting) endWait();
  });
  const ended = run();
  return {
    async stop() {
      stopping = true;
      ignoreQueued();
      endWait();
      const cut = setTimeout(() => transport?.close(), patience);
      await ended;
      clearTimeout(cut);
      transport?.close();
    },
  };
}
