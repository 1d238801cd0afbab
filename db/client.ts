import { AsyncLocalStorage } from "node:async_hooks";
import { remember } from "@epic-web/remember";
import { databaseUrl, isPostgres, sqlitePath } from "./database-url";
import { type Db, type Engine, lockLimitMs, type TransactionOptions } from "./engine";
import { openPostgres } from "./postgres";
import { retryWhileLocked } from "./retry-while-locked";
import { openSqlite } from "./sqlite";
import { StartupError } from "./startup-error";
import { missingTriggers } from "./triggers";
import { DatabaseUnavailable, isOutOfStorage, isUnavailable, toUnavailable } from "./unavailable";

export type { Db } from "./engine";
export { DatabaseUnavailable, isCommitUnknown, isUnavailable } from "./unavailable";

type Shared = {
  engine?: Engine;
  inTransaction: AsyncLocalStorage<{ open: boolean }>;
  /** A write failed for want of disk or memory, and `checkWrites` has not seen one succeed since. */
  outOfStorage: boolean;
  /** How many transactions were refused because the database was locked or away. */
  busy: number;
};

// Next bundles a module more than once; all copies share these connections.
const shared = remember<Shared>("evento.database", () => ({
  inTransaction: new AsyncLocalStorage(),
  outOfStorage: false,
  busy: 0,
}));

const open = (url: string, limitMs: number): Engine =>
  isPostgres(url) ? openPostgres(url, limitMs) : openSqlite(sqlitePath(url), limitMs);

// Opens at first use, never at import: a build imports modules without a database.
function engine(): Engine {
  shared.engine ??= open(databaseUrl, lockLimitMs);
  return shared.engine;
}

/**
 * Opens and checks a migrated database. Tests pass another database or a shorter wait for locks.
 * @throws StartupError with one sentence for the administrator.
 */
export async function openDatabase({ url = databaseUrl, limitMs = lockLimitMs } = {}): Promise<void> {
  await closeDatabase();
  const opened = await retryWhileLocked(() => open(url, limitMs), performance.now() + limitMs);
  try {
    const [missing] = missingTriggers(await opened.triggers());
    if (missing) {
      throw new StartupError(`The database lacks its trigger ${missing}: run npm run db:migrate.`);
    }
  } catch (error) {
    await opened.close();
    throw error;
  }
  shared.engine = opened;
}

/** Closes the database, if open, after the running transactions have ended. */
export async function closeDatabase(): Promise<void> {
  const opened = shared.engine;
  shared.engine = undefined;
  shared.outOfStorage = false;
  await opened?.close();
}

/** A handle for queries only. Their errors satisfy `isUnavailable` when the database is locked or gone. */
export function reader(): Db {
  return engine().reader;
}

/**
 * Empties SQLite's write-ahead log, so that what was erased is in no file any more; false if somebody reads from it, so
 * that it has to be tried again.
 */
export const truncateLog = (): Promise<boolean> => engine().truncateLog();

/**
 * Runs `work` in one transaction, which rolls back if it throws. `work` may run more than once, so it must
 * not await anything but `tx`. If the connection to PostgreSQL is lost during the commit, idempotent work is done
 * again.
 * @throws DatabaseUnavailable when the database is locked for over 3 s or cannot be reached. The changes are then
 * rolled back, unless the error satisfies `isCommitUnknown`.
 */
export async function transaction<T>(
  work: (tx: Db) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  // It would wait for itself.
  if (shared.inTransaction.getStore()?.open)
    throw new Error("A transaction was started inside a transaction.");
  const state = { open: true };
  try {
    return await engine().transaction((tx) => shared.inTransaction.run(state, () => work(tx)), options);
  } catch (error) {
    shared.outOfStorage ||= isOutOfStorage(error);
    if (isUnavailable(error)) shared.busy += 1;
    throw toUnavailable(error);
  } finally {
    // Timers that `work` started may begin their own transactions.
    state.open = false;
  }
}

/** How many transactions of this process were refused because the database was locked or away. */
export const databaseBusyCount = (): number => shared.busy;

/**
 * After a write that failed for want of disk or memory, tries `write`; otherwise does nothing. A small write may find
 * space where a larger one has failed, so the disk must have some left too.
 * @throws DatabaseUnavailable while writes fail.
 */
export async function checkWrites(write: (tx: Db) => Promise<unknown>): Promise<void> {
  if (!shared.outOfStorage) return;
  if (!(await engine().hasSpace())) throw new DatabaseUnavailable("The disk of the database is full.");
  await transaction(write);
  shared.outOfStorage = false;
}
