import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import next from "next";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { StartRefused } from "@/db/start-refused";
import { sendConnectionError } from "@/front-door/connection-error";
import { logConsole } from "@/front-door/console";
import { makeHandler } from "@/front-door/handle";
import { stopOnSignals, watchForFaults } from "@/front-door/stop";
import { SettingError, settings } from "@/lib/runtime/env";

const dev = process.argv.includes("--dev");

// The database and the secret are for the account that runs Evento alone.
process.umask(0o077);

// V8 would let the heap grow to several times what lives in it before it looks for what does not, and keep
// that memory ever after; this costs a few per cent of speed and saves a third of the memory after a rush.
setFlagsFromString("--heap-growing-percent=60");

/** How many new connections may wait to be taken: a rush opens thousands at once, too many for Node's 511. */
const backlog = 4_096;

/** Migrates and opens the database, prepares Next, and listens; resolves once it does. */
async function start() {
  const chosen = settings();
  await migrateDatabase();
  if (process.argv.includes("--migrate-only")) process.exit(0);
  await openDatabase();
  watchForFaults();
  if (!dev) logConsole();

  const server = createServer({
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
  });
  server.maxConnections = 5_000;
  server.on("clientError", sendConnectionError);
  stopOnSignals(server);
  const app = next({
    dev,
    // Next fetches from itself at this address, so it must never be one that a client chose.
    hostname: "127.0.0.1",
    port: chosen.port,
    // Next adds a listener for upgrades, which only its development needs; elsewhere it hears nothing.
    httpServer: dev ? server : createServer(),
  });
  await app.prepare();
  server.on("request", makeHandler(app.getRequestHandler(), { settings: chosen, dev, server }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: chosen.port, host: chosen.listenOn, backlog }, resolve);
  });
  process.stdout.write(`Evento is ready at ${chosen.appUrl}\n`);
}

/** The one sentence for a start that cannot be; anything else is a fault of ours and shows where. */
function refusal(error: unknown): string {
  if (error instanceof SettingError || error instanceof StartRefused) return error.message;
  const { code, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is already in use: stop what uses it, or set PORT to another.`;
  if (code === "EACCES" && port) return `Port ${port} may not be used by this account: set PORT to another.`;
  return `Evento could not start.\n${stack}`;
}

await start().catch((error) => {
  process.stderr.write(`${refusal(error)}\n`);
  process.exit(1);
});
