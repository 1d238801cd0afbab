import Database from "better-sqlite3";
import pg from "pg";
import { onPostgres, sqlitePath } from "@/db/database-url";

/** Locks a database on a connection of its own, as another process would. */
export async function lockDatabase(url: string): Promise<{ release: () => Promise<void> }> {
  if (onPostgres) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("begin");
    await client.query("lock table users, events, tickets, outbox, sessions in access exclusive mode");
    return { release: () => client.end() };
  }
  const connection = new Database(sqlitePath(url));
  connection.exec("begin immediate");
  return {
    release: async () => {
      connection.close();
    },
  };
}
