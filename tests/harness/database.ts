import { randomBytes } from "node:crypto";
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeEach } from "vitest";
import { closeDatabase, openDatabase } from "@/db/client";
import { onPostgres, sqlitePath } from "@/db/database-url";
import { createDatabase, databaseName, dropDatabase, query } from "./postgres";

/**
 * Gives every test of the file (or `describe`) a migrated, empty database, open behind `reader()` and
 * `transaction()`. For files named `*.db.test.ts`, which run on SQLite and on PostgreSQL.
 * @param options.limitMs How long to wait for locks.
 * @param options.own For tests that change tables: PostgreSQL, slow at making databases, otherwise
 *   empties one for each file.
 * @returns the address of the database of the test under way, for a second connection.
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

// As a replica PostgreSQL runs no triggers and checks no foreign keys.
const emptyTables = `set session_replication_role = replica;
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'evento_migrations'
    loop execute format('delete from %I', name); end loop;
  end $$`;

/** Makes a database on the engine of the project and returns its address; an unmigrated one has no tables. */
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

/** Removes a database of `freshDatabase`, whoever is still connected to it. */
export async function removeDatabase(url: string): Promise<void> {
  if (onPostgres) return dropDatabase(url);
  for (const ending of ["", "-wal", "-shm"]) rmSync(sqlitePath(url) + ending, { force: true });
}

/** Runs SQL on a connection of its own, past Evento's, and returns the rows of a query. */
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
