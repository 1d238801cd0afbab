import Database from "better-sqlite3";
import pg from "pg";
import { onPostgres, sqlitePath } from "@/db/database-url";
import { query } from "./postgres";

const lockTables = "lock table users, events, tickets, outbox, sessions in access exclusive mode";

/** Locks a database on a connection of its own, as another process would. */
export async function lockDatabase(url: string): Promise<{ release: () => Promise<void> }> {
  const { commit } = await runUncommitted(url, onPostgres ? lockTables : "select 1");
  return { release: commit };
}

/**
 * Runs a statement on a connection of its own, as another process would, and commits it later.
 * @returns `whenAwaited` resolves once so many other connections wait for its locks; on SQLite at once, where all
 * transactions wait from the start
 */
export async function runUncommitted(
  url: string,
  statement: string,
): Promise<{ whenAwaited: (count: number) => Promise<void>; commit: () => Promise<void> }> {
  if (onPostgres) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("begin");
    await client.query(statement);
    const waiting = `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return {
      whenAwaited: async (count) => {
        while ((await query(url, waiting)).length < count);
      },
      commit: async () => {
        await client.query("commit");
        await client.end();
      },
    };
  }
  const connection = new Database(sqlitePath(url));
  connection.exec("begin immediate");
  connection.exec(statement);
  return {
    whenAwaited: async () => {},
    commit: async () => {
      connection.exec("commit");
      connection.close();
    },
  };
}
