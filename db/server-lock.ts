import { mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { remember } from "@epic-web/remember";
import Database from "better-sqlite3";
import { databaseUrl, isPostgres, sqlitePath } from "./database-url";
import { retryWhileLocked } from "./retry-while-locked";
import { explainSqlite, inspectSqlite } from "./sqlite";
import { StartupError } from "./startup-error";
import { isUnavailable } from "./unavailable";

// A server that is stopping may still need some seconds.
const waitMs = 5_000;

/**
 * Reserves a SQLite file for this server until the process ends, however it ends: the lock is the kernel's, on an
 * empty file beside the database. Migrations and backups do not take it. Nothing to do for PostgreSQL.
 * @throws StartupError with one sentence if another server has it
 */
export async function lockForServer({ url = databaseUrl, limitMs = waitMs } = {}): Promise<void> {
  if (isPostgres(url)) return;
  const file = sqlitePath(url);
  const giveUpAt = performance.now() + limitMs;
  try {
    await retryWhileLocked(() => inspectSqlite(file), giveUpAt);
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    const lock = new Database(`${realPath(file)}.lock`, { timeout: 0 });
    try {
      // Otherwise a server that is killed leaves a journal beside it.
      lock.pragma("journal_mode = memory");
      await retryWhileLocked(() => lock.exec("begin exclusive"), giveUpAt);
    } catch (error) {
      lock.close();
      if (!isUnavailable(error)) throw error;
      throw new StartupError(
        `Another Evento is running with the database ${file}: stop it first, or set DATABASE_URL to another file.`,
      );
    }
    // Open until the process ends; the garbage collector would close it.
    remember("evento.server-lock", () => lock);
  } catch (error) {
    throw explainSqlite(error, file);
  }
}

/** The file behind links, so that all ways to one database meet at one lock. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.join(realpathSync(path.dirname(path.resolve(file))), path.basename(file));
  }
}
