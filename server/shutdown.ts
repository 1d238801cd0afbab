import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { closeDatabase } from "@/db/client";
import { flushLog, log } from "@/lib/runtime/log";

/**
 * In ms after SIGTERM: how long connections are still accepted, so that a proxy can learn from readiness; how
 * long what was accepted may take to send its request; and when requests in progress are cut off.
 */
const patience = { accept: 1_000, read: 500, finish: 25_000 };

/** In a terminal there is no proxy. */
const impatience = { ...patience, accept: 0, read: 0 };

/** How long, in ms, connections that wait to be accepted may take; new ones may come as fast. */
const backlogMs = 10_000;

/** When the process ends in any case, in ms after the signal. */
const limit = 30_000;

type Cleanup = () => Promise<void>;

/**
 * Stops the server at SIGTERM and SIGINT: aborts `stopping`, finishes what has arrived, runs `cleanup`, and
 * exits with 0. Exits with 1 after 30 s.
 */
export function stopOnSignals(server: Server, stopping: AbortController, cleanup: Cleanup): void {
  const stop = async (signal: "SIGTERM" | "SIGINT") => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    log.info({ signal }, "stopping");
    setTimeout(() => die(new Error("The server did not stop in time.")), limit).unref();
    await Promise.all([drain(server, signal === "SIGTERM" ? patience : impatience), cleanup()]);
    await closeDatabase();
    log.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal).catch(die));
}

/** Ends a server without resetting a connection whose request has arrived; resolves when none is left. */
export async function drain(server: Server, { accept, read, finish }: typeof patience): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), finish);
  const closed = new Promise((resolve) => server.once("close", resolve));
  let accepted = 0;
  server.on("connection", () => {
    accepted += 1;
  });
  await pause(accept);
  // Node accepts one connection in each turn of the event loop; those that still wait would be reset.
  const latest = performance.now() + backlogMs;
  let before: number;
  do {
    before = accepted;
    await nextTurn();
  } while (accepted > before && performance.now() < latest);
  // An HTTP server's own close() resets connections whose request it has not read yet.
  NetServer.prototype.close.call(server);
  await pause(read);
  await nextTurn();
  // From now on a connection ends with its response.
  server.keepAliveTimeout = 1;
  server.closeIdleConnections();
  await closed;
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
