import { transaction } from "@/db/client";
import { wallClock } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";
import { deleteExpiredLimits } from "./rate-limit";

/** In ms. */
const interval = 60_000;

/** Deletes expired limits every minute until the process ends. */
export function startCleaningUp(): void {
  const run = async () => {
    while (await transaction((tx) => deleteExpiredLimits(tx, wallClock())));
  };
  setInterval(() => {
    run().catch((err) => log.warn({ err }, "expired limits could not be deleted"));
  }, interval).unref();
}
