import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type * as schema from "./schema";

/** A drizzle handle. SQLite's type stands for both engines: always `await`, never `.all() .get() .run()`. */
export type Db = BetterSQLite3Database<typeof schema>;

/** An open database of either kind. */
export type Engine = {
  /** For queries; on SQLite it cannot write. */
  reader: Db;
  transaction: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  /** Names of all triggers there; also proves that the database answers. */
  triggers: () => Promise<string[]>;
  close: () => Promise<void>;
};

/** How long anyone waits for a lock or a connection before `DatabaseUnavailable`, in milliseconds. */
export const lockLimitMs = 3000;
