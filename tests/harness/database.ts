import { randomBytes } from "node:crypto";
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeEach } from "vitest";
import { closeDatabase, openDatabase } from "@/db/client";
import { onPostgres, sqlitePath } from "@/db/database-url";
import { createDatabase, databaseName, dropDatabase, query } from "./postgres";

/**
 * Opens a migrated, empty database for every test of the file (or `describe`), for `reader()` and
 * `transaction()`. For `*.db.test.ts`, which run on SQLite and on PostgreSQL.
 * @param options.limitMs the longest wait for locks
 * @param options.own a new database for each test, also on PostgreSQL: for tests that change tables
 * @returns the URL of the current test's database, for a second connection
 */
export function withDatabase({ limitMs = 3000, own = false } = {}): { readonly url: string } {
  const database = { url: "" };
  const remove = async () => {
    if (database.url) await removeDatabase(database.url);
    database.url = "";
  };
  beforeEach(async () => {
    if (database.url) await query(database.url, emptyTables);
    else database.url = await freshDatabase();
    await openDatabase({ url: database.url, limitMs });
  });
  afterEach(async () => {
    await closeDatabase();
    if (own || !onPostgres) await remove();
  });
  afterAll(remove);
  return database;
}

// In the replica role, PostgreSQL ignores triggers and foreign keys.
const emptyTables = `set session_replication_role = replica;
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'evento_migrations'
    loop execute format('delete from %I', name); end loop;
  end $$`;

/** Creates a database and returns its URL. */
export async function freshDatabase({ migrated = true } = {}): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  if (onPostgres) {
    const template = prepared("TEST_POSTGRES_TEMPLATE");
    return createDatabase(template, name, migrated ? databaseName(template) : undefined);
  }
  const template = prepared("TEST_SQLITE_TEMPLATE");
  const file = path.join(path.dirname(template), `${name}.db`);
  if (migrated) copyFileSync(template, file);
  return `file:${file}`;
}

/** Removes a database of `freshDatabase`, even with open connections. */
export async function removeDatabase(url: string): Promise<void> {
  if (onPostgres) return dropDatabase(url);
  for (const ending of ["", "-wal", "-shm"]) rmSync(sqlitePath(url) + ending, { force: true });
}

/** Runs SQL on a connection of its own and returns the rows of a query. */
export async function runSql(url: string, statement: string): Promise<unknown[]> {
  if (onPostgres) return query(url, statement);
  const connection = new Database(sqlitePath(url));
  try {
    const prepared = connection.prepare(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  } finally {
    connection.close();
  }
}

function prepared(name: string) {
  const value = process.env[name];
  if (!value)
    throw new Error("A test that needs a database must be named *.db.test.ts: see vitest.config.ts.");
  return value;
}
