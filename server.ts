import { createServer, type IncomingMessage } from "node:http";
import next from "next";
import { uploadRoutes } from "@/app/(organiser)/upload-routes";
import { cachedRoutes } from "@/app/(public)/cached-routes";
import { doorRoutes, isScan } from "@/app/door-routes";
import { passkeyRoutes } from "@/app/passkey-routes";
import { isUnavailable, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { lockForServer } from "@/db/server-lock";
import { StartupError } from "@/db/startup-error";
import { strengthEstimator } from "@/lib/accounts/strength-estimator";
import { createStrengthThread } from "@/lib/accounts/strength-thread";
import { logConsole } from "@/lib/runtime/console";
import { SettingError, settings } from "@/lib/runtime/env";
import { flushLog, log, printLine, unblockLog } from "@/lib/runtime/log";
import { startWorker } from "@/lib/worker/worker";
import { checkForDamage } from "@/server/damage-check";
import { GuardedResponse } from "@/server/guarded-response";
import { createHandler } from "@/server/handler";
import { exitOnFaults, stopOnSignals } from "@/server/shutdown";

const dev = process.argv.includes("--dev");

// The database and the secret are for the account that runs Evento alone.
process.umask(0o077);

/** The port of the discard protocol, where no machine of today listens. */
const closedPort = 9;

/** How many new connections the system queues: a rush opens thousands at once, and Node's default is 511. */
const backlog = 4_096;

/** Migrates and opens the database, prepares Next, and listens; resolves once it does. */
async function start() {
  const { port, listenOn, appUrl, databaseUrl } = settings();
  const migrateOnly = process.argv.includes("--migrate-only");
  if (!migrateOnly) await lockForServer();
  const { madeAt } = await migrateDatabase({ mendTriggers: migrateOnly });
  if (madeAt) printLine(`Made a new database: ${madeAt}`);
  if (migrateOnly) {
    flushLog();
    process.exit(0);
  }
  await openDatabase();
  exitOnFaults();
  if (!dev) logConsole();

  const server = createServer<typeof IncomingMessage, typeof GuardedResponse>({
    ServerResponse: GuardedResponse,
    headersTimeout: 15_000,
    // A picture of 8 MB takes that long at 1.2 Mbit/s.
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
  });
  server.maxConnections = 5_000;
  const app = next({
    dev,
    // Next fetches from itself here when an action is posted to a page that does not have it. No form of ours
    // does that, and such a fetch would arrive as if from this machine; so in production nothing answers it.
    hostname: "127.0.0.1",
    port: dev ? port : closedPort,
    // Next adds a listener for upgrades, which only its development needs.
    httpServer: dev ? server : createServer(),
  });
  await app.prepare();
  unblockLog();
  strengthEstimator(createStrengthThread);
  const stopping = new AbortController();
  const handler = createHandler(app.getRequestHandler(), {
    settings: settings(),
    dev,
    stopping: stopping.signal,
    cachedRoutes,
    uploadRoutes,
    scannerRoutes: doorRoutes,
    isScan,
    passkeyRoutes,
  });
  server.on("request", handler);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: listenOn, backlog }, resolve);
  });
  if (settings().organiserCodeIsPublic)
    log.warn("anybody can register as an organiser: set ORGANISER_CODE to a code that is not published");
  const worker = startWorker();
  stopOnSignals(server, stopping, worker.stop);
  printLine(`Evento is ready at ${appUrl}`);
  checkForDamage(databaseUrl);
}

/** The one sentence for a start that is not possible; anything else is a fault of ours and shows where. */
function explain(error: unknown): string {
  if (error instanceof SettingError || error instanceof StartupError) return error.message;
  if (isUnavailable(error)) return "The database is locked or cannot be reached: try again in a minute.";
  const { code, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is already in use: stop what uses it, or set PORT to another.`;
  if (code === "EACCES" && port) return `Port ${port} may not be used by this account: set PORT to another.`;
  if (code === "EADDRNOTAVAIL")
    return `LISTEN_HOST is not an address of this machine: correct it, or remove it to listen on all.`;
  return `Evento could not start.\n${stack}`;
}

await start().catch((error) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
