import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import pg from "pg";
import { databaseUrl, isPostgres, sqlitePath } from "./database-url";
import type { Db } from "./engine";
import * as schema from "./schema";
import { connectSqlite } from "./sqlite";

type Loader = {
  db: Db;
  run: (statement: string) => Promise<unknown>;
  /** The indexes that are no constraint's, each with the statement that makes it. */
  indexes: () => Promise<{ name: string; made: string }[]>;
};

/**
 * Fills a migrated database that nobody uses yet: `load` inserts row by row without indexes, foreign keys
 * on SQLite or waiting for the disk, and the indexes are made in one go at the end. Tests name another database.
 */
export async function bulkLoad(
  load: (db: Db) => Promise<void>,
  { url = databaseUrl, report = (_: string) => {} } = {},
): Promise<void> {
  await (isPostgres(url) ? onPostgres : onSqlite)(url, async ({ db, run, indexes }) => {
    const dropped = await indexes();
    for (const { name } of dropped) await run(`drop index "${name}"`);
    await load(db);
    for (const { name, made } of dropped) {
      report(`index ${name}`);
      await run(made);
    }
  });
}

type Work = (loader: Loader) => Promise<void>;

async function onSqlite(url: string, work: Work) {
  const connection = connectSqlite(sqlitePath(url), 1000);
  try {
    for (const pragma of ["foreign_keys = OFF", "synchronous = OFF", "cache_size = -200000"])
      connection.pragma(pragma);
    await work({
      db: drizzleSqlite(connection, { schema }),
      run: async (statement) => connection.exec(statement),
      indexes: async () =>
        connection
          .prepare<[], { name: string; made: string }>(
            "select name, sql as made from sqlite_master where type = 'index' and sql is not null",
          )
          .all(),
    });
    // What was not waited for goes to the disk now.
    connection.pragma("synchronous = FULL");
    connection.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    connection.close();
  }
}

async function onPostgres(url: string, work: Work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    await client.query(
      "set time zone 'UTC'; set synchronous_commit = off; set maintenance_work_mem = '256MB'",
    );
    await work({
      db: drizzlePostgres(client, { schema }) as unknown as Db,
      run: (statement) => client.query(statement),
      indexes: async () => {
        const { rows } = await client.query<{ name: string; made: string }>(
          `select indexname as name, indexdef as made from pg_indexes where schemaname = current_schema()
           and indexname not in (select conname from pg_constraint)`,
        );
        return rows;
      },
    });
    // At once and not when the server finds the time: plans depend on it.
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
