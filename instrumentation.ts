import type { Instrumentation } from "next";

// Next also compiles this file for its edge runtime, which has no Node; each condition keeps it out there.

/** Runs once, when the server starts: the mail worker lives in the server's process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startMailWorker, stopMailWorker } = await import("@/lib/mail/worker");
    const { atStop } = await import("@/front-door/at-stop");
    startMailWorker();
    atStop(stopMailWorker);
  }
}

/** Runs for every fault of a page, handler or action, before its answer leaves. */
export const onRequestError: Instrumentation.onRequestError = async (...fault) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { recordFault } = await import("@/front-door/record-fault");
    await recordFault(...fault);
  }
};
