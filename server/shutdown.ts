import type { Server } from "node:http";
import { closeDatabase } from "@/db/client";
import { flushLog, log } from "@/lib/runtime/log";

/** How long, in ms, requests in progress may take after a signal to stop. */
const gracePeriod = 10_000;

type Cleanup = () => Promise<void>;

/**
 * Stops the server at SIGTERM and SIGINT: no new connections, requests in progress to their end, then
 * `cleanup`, then exit with 0.
 */
export function stopOnSignals(server: Server, cleanup: Cleanup): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    await drain(server);
    await cleanup();
    await closeDatabase();
    log.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal).catch(die));
}

async function drain(server: Server) {
  // After its last response a connection is not kept for the client's next request.
  server.keepAliveTimeout = 1;
  const deadline = setTimeout(() => server.closeAllConnections(), gracePeriod);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(deadline);
}

/**
 * Ends the process at an uncaught exception: its state can no longer be trusted, and a supervisor starts it
 * again. An unhandled rejection belongs to one request, which leaves the database whole, so it is logged.
 */
export function exitOnFaults(): void {
  process.on("uncaughtException", die);
  process.on("unhandledRejection", (err) => log.error({ err }, "unhandled rejection"));
  process.on("exit", flushLog);
}

function die(err: unknown) {
  log.fatal({ err }, "Evento stops after a fault");
  process.exit(1);
}
