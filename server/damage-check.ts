import { Worker } from "node:worker_threads";
import { isPostgres, sqlitePath } from "@/db/database-url";
import { recordDamage } from "@/lib/runtime/damage";
import { log } from "@/lib/runtime/log";

// scripts/build.mjs puts db/quick-check-thread.ts beside the server.
const program = new URL("./quick-check.mjs", import.meta.url);

/**
 * Looks once for damage in a SQLite file, in a thread, because it reads the whole file. Damage is logged and makes
 * the server not ready; it goes on serving what is whole.
 */
export function checkForDamage(databaseUrl: string): void {
  if (isPostgres(databaseUrl)) return;
  const thread = new Worker(program, { name: "quick check", workerData: sqlitePath(databaseUrl) });
  thread.on("message", (problems: string[]) => {
    if (problems.length === 0) return log.info("the database was checked and is whole");
    recordDamage();
    log.error({ problems }, "the database is damaged: stop Evento and restore a backup");
  });
  thread.on("error", (err) => log.error({ err }, "the database could not be checked for damage"));
  thread.unref();
}
