import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import type { MailResult } from "@/lib/runtime/metrics";
import { type DeliveryReport, deliverDue } from "./deliver";
import { queuePause } from "./failure";
import { listDue } from "./lease";
import { createMarks } from "./marks";
import { priorities } from "./priority";
import { concurrency, openTransport } from "./transport";

export type DeliveryLoop = {
  /** Resolves once the mails in flight have ended, or after 5 s; the others stay queued. */
  stop: () => Promise<void>;
};

/** How often an idle loop looks into the outbox, in ms. */
const pollEvery = 1_000;

/** How long mails in flight may take, in ms, once the loop is told to stop. */
const patience = 5_000;

/**
 * Sends what the outbox holds, and then what is queued, until it is stopped.
 * @param onResult told what became of each mail
 */
export function startDeliveryLoop(onResult?: (result: MailResult) => void): DeliveryLoop {
  const { smtpUrl } = settings();
  const transport = smtpUrl ? openTransport(smtpUrl) : null;
  const stopping = new AbortController();
  const marks = createMarks();
  let troubles = 0;

  const wait = (ms: number) =>
    pause(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);

  /** Sends what is due until there is trouble, and answers how long to wait, in ms. */
  const round = async (): Promise<number> => {
    // After trouble, the server is asked whether it is well again, and then one mail goes ahead.
    const probing = troubles > 0;
    let report: DeliveryReport;
    try {
      if (probing && transport) {
        // Only when there is something to send, as each time is a connection and a sign-in.
        const [due] = await listDue(wallClock(), 1, Object.values(priorities));
        if (!due) return pollEvery;
        if (!(await transport.verify())) return queuePause(++troubles);
      }
      report = await deliverDue({
        now: wallClock,
        transport,
        marks,
        report: onResult,
        ...(probing ? { limit: 1, concurrency: 1 } : { concurrency, lookAgain: () => wait(pollEvery) }),
        stopping: () => stopping.signal.aborted,
      });
    } catch (error) {
      log.error({ err: error }, "the worker could not use the database");
      return queuePause(1);
    }
    if (report.trouble) return queuePause(++troubles);
    if (report.taken === 0) return pollEvery;
    troubles = 0;
    return 0;
  };

  const repeat = async () => {
    while (!stopping.signal.aborted) {
      const ms = await round();
      if (ms > 0) await wait(ms);
    }
  };

  const ended = repeat();
  return {
    async stop() {
      stopping.abort();
      const cut = setTimeout(() => transport?.close(), patience);
      await ended;
      clearTimeout(cut);
      await marks.repeat().catch((err) => log.error({ err }, "a sent mail could not be marked"));
      transport?.close();
    },
  };
}
