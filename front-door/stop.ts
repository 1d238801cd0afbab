import type { Server } from "node:http";
import { closeDatabase } from "@/db/client";
import { flushLog, log } from "@/lib/runtime/log";
import { stopAll } from "./at-stop";

/** How long, in milliseconds, what is under way may take after a signal to stop. */
const patience = 10_000;

/** Stops the server at SIGTERM and SIGINT: nothing new, what is under way to its end, then exit with 0. */
export function stopOnSignals(server: Server): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    await drain(server);
    await stopAll();
    await closeDatabase();
    log.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal).catch(die));
}

async function drain(server: Server) {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection whose last answer has just left would otherwise be kept for the client's next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}

/**
 * Ends the process at a fault that nothing caught: its state can no longer be trusted, and whoever
 * started it starts it again. A rejected promise nobody waited for belongs to one request or to the
 * worker, which both leave the database whole, so it is recorded and the others are served on.
 */
export function watchForFaults(): void {
  process.on("uncaughtException", die);
  process.on("unhandledRejection", (err) => log.error({ err }, "a rejected promise was not handled"));
  process.on("exit", flushLog);
}

function die(err: unknown) {
  log.fatal({ err }, "Evento stops after a fault");
  process.exit(1);
}
