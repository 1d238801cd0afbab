import type { Instrumentation } from "next";

// Next also compiles this file for its edge runtime, which has no Node; the condition keeps Node's modules out.
const faults = process.env.NEXT_RUNTIME === "nodejs" ? import("@/server/faults") : undefined;

/** Runs for every fault of a page, handler or action. */
export const onRequestError: Instrumentation.onRequestError = async (...fault) => {
  await (await faults)?.recordFault(...fault);
};
