import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type * as schema from "./schema";

/** A drizzle handle. SQLite's type stands for both engines: always `await`, never `.all() .get() .run()`. */
export type Db = BetterSQLite3Database<typeof schema>;

export type TransactionOptions = {
  /** Whether the work may be done again after it was committed: it then changes nothing and has the same result. */
  idempotent?: boolean;
};

export type Engine = {
  /** For queries; on SQLite it cannot write. */
  reader: Db;
  transaction: <T>(work: (tx: Db) => Promise<T>, options: TransactionOptions) => Promise<T>;
  /** The names of all triggers; fails when the database is unavailable. */
  triggers: () => Promise<string[]>;
  /**
   * Empties the write-ahead log of SQLite, which may hold what was erased; false if somebody reads an old page of it.
   */
  truncateLog: () => Promise<boolean>;
  /** Whether the disk has space for more than a few small writes, as far as this process can see it. */
  hasSpace: () => Promise<boolean>;
  close: () => Promise<void>;
};

/** The longest wait for a lock or a connection before `DatabaseUnavailable`, in milliseconds. */
export const lockLimitMs = 3000;
