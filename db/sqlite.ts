import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { LRUCache } from "lru-cache";
import { type Definitions, normalise } from "./definitions";
import type { Engine } from "./engine";
import { createGroupCommit } from "./group-commit";
import * as schema from "./schema";
import { assertEventos, StartupError } from "./startup-error";
import { isBusy } from "./unavailable";

type SqliteConnection = Database.Database;

/** For each connection. Evento has about a hundred, and long inserts one for each number of rows. */
const maxStatements = 300;

/** The size, in bytes, to which the write-ahead log shrinks again after a long query or backup let it grow. */
export const walLimit = 8 * 1024 * 1024;

// better-sqlite3 is built with NORMAL as the default for WAL, so every connection sets FULL.
const pragmas = [
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  ["journal_size_limit", walLimit, walLimit],
  // What is erased is overwritten. FAST would leave it in pages that become free.
  ["secure_delete", "ON", 1],
] as const;

/** Refuses SQLite below 3.51.3, which can lose commits in WAL mode. */
export function assertSqliteVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003) {
    throw new StartupError(
      `SQLite ${version} can lose data: Evento needs 3.51.3 or newer, so run npm ci again.`,
    );
  }
}

/** Refuses a connection without the settings that protect tickets. */
export function assertPragmas(connection: SqliteConnection): void {
  for (const [name, , expected] of pragmas) {
    const actual = connection.pragma(name, { simple: true });
    if (actual !== expected) {
      throw new StartupError(
        `SQLite's ${name} is ${actual} and not ${expected}: keep the database in a file on a local disk.`,
      );
    }
  }
}

/**
 * Opens one connection to the file, creates its folder, and sets and checks the pragmas.
 * @throws StartupError with one sentence; SQLITE_BUSY while another process has locked the file
 */
export function connectSqlite(file: string, waitMs = 0): SqliteConnection {
  const folder = path.dirname(path.resolve(file));
  let connection: SqliteConnection | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    connection = new Database(file, { timeout: waitMs });
    assertSqliteVersion(String(connection.prepare("select sqlite_version()").pluck().get()));
    for (const [name, value] of pragmas) connection.pragma(`${name} = ${value}`);
    assertPragmas(connection);
    return connection;
  } catch (error) {
    connection?.close();
    throw isBusy(error) ? error : explainSqlite(error, file);
  }
}

/**
 * Refuses a file that is not Evento's, without changing it; a missing one will be a new database.
 * @throws StartupError with one sentence; SQLITE_BUSY while another process has locked the file
 */
export function inspectSqlite(file: string): void {
  try {
    if (file === ":memory:")
      throw new StartupError("Evento keeps its database in a file on a local disk: correct DATABASE_URL.");
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory())
      throw new StartupError(`${file} is a folder: add a file's name to DATABASE_URL.`);
    // SQLite would take both for a new database, and delete what was written last.
    if (found?.size === 0)
      throw new StartupError(
        `The database ${file} is empty: restore a backup, or delete the file to start with a new database.`,
      );
    if (!found) {
      if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size)
        throw new StartupError(
          `The database ${file} is missing, but not its ${file}-wal: put the database back, or delete that file too to start with a new one.`,
        );
      return;
    }
    const connection = new Database(file, { readonly: true, timeout: 0 });
    try {
      assertEventos(sqliteTables(connection), file);
    } finally {
      connection.close();
    }
  } catch (error) {
    throw isBusy(error) ? error : explainSqlite(error, file);
  }
}

/** A StartupError that explains to the administrator why a file cannot be used. */
export function explainSqlite(error: unknown, file: string): StartupError {
  if (error instanceof StartupError) return error;
  return new StartupError(sentenceFor(error, file), { cause: error });
}

function sentenceFor(error: unknown, file: string): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  // It may be the cause of another error, which has no code.
  if (isBusy(error))
    return `The database ${file} is locked by another program: stop that program, then start again.`;
  if (code === "SQLITE_FULL")
    return `The disk of the database ${file} is full: free some space, then start again.`;
  if (code.startsWith("SQLITE_NOTADB"))
    return `${file} is not an Evento database: move it away or correct DATABASE_URL.`;
  if (code.startsWith("SQLITE_CORRUPT"))
    return `The database ${file} is damaged (${message}): restore a backup.`;
  if (code.startsWith("SQLITE_READONLY"))
    return `The database ${file} cannot be written (${code}): make it and its folder writable for this account.`;
  if (/^(E[A-Z]+$|SQLITE_(CANTOPEN|PERM))/.test(code))
    return `The database folder ${path.dirname(path.resolve(file))} cannot be written (${code}): make it writable or correct DATABASE_URL.`;
  return `The database ${file} cannot be used (${message}): restore a backup or correct DATABASE_URL.`;
}

export function openSqlite(file: string, limitMs: number): Engine {
  // The writer never waits inside SQLite, which would block the event loop.
  const writer = connectSqlite(file);
  // A reader waits only while a WAL is recovered or removed.
  const reading = connectSqlite(file, 50);
  reading.pragma("query_only = ON");
  if (reading.pragma("query_only", { simple: true }) !== 1) {
    throw new StartupError("SQLite's query_only cannot be switched on: run npm ci again.");
  }
  cacheStatements(writer);
  cacheStatements(reading);
  const onWriter = drizzle(writer, { schema });
  const group = createGroupCommit(writer, limitMs);

  return {
    reader: drizzle(reading, { schema }),
    transaction: (work) => group.transaction(() => work(onWriter)),
    triggers: async () => sqliteTriggers(reading),
    // The reader may do this, and waits a little for others.
    truncateLog: async () => {
      const [result] = reading.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      return result?.busy === 0;
    },
    hasSpace: async () => hasSpace(await statfs(path.dirname(path.resolve(file)))),
    close: async () => {
      await group.onIdle();
      reading.close();
      writer.close();
    },
  };
}

/** The free space, in bytes, below which a disk counts as full: some dozens of transactions. */
const leastSpace = 1024 * 1024;

/** By the free blocks of a file system; some file systems do not count any. */
export const hasSpace = ({ bavail, bsize, blocks }: { bavail: number; bsize: number; blocks: number }) =>
  blocks === 0 || bavail * bsize >= leastSpace;

/**
 * Lets a connection compile each statement once. drizzle prepares a statement for each query, which takes
 * longer than most queries.
 */
function cacheStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection);
  const statements = new LRUCache<string, Database.Statement>({
    max: maxStatements,
    memoMethod: (source) => prepare(source),
  });
  connection.prepare = ((source: string) => {
    const statement = statements.memo(source);
    // drizzle may have set it to raw rows.
    return statement.reader ? statement.raw(false) : statement;
  }) as SqliteConnection["prepare"];
}

export const sqliteTriggers = (connection: SqliteConnection) =>
  connection.prepare<[], string>("select name from sqlite_master where type = 'trigger'").pluck().all();

/** The names of all tables but SQLite's own. */
export const sqliteTables = (connection: SqliteConnection) =>
  connection
    .prepare<[], string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all();

/** All tables, with their columns and constraints, and all indexes. */
export function sqliteDefinitions(connection: SqliteConnection): Definitions {
  const made = connection
    .prepare<[], { name: string; sql: string }>(
      `select type || ' ' || name as name, sql from sqlite_master
       where type in ('table', 'index') and sql is not null and name not like 'sqlite_%'`,
    )
    .all();
  return new Map(made.map(({ name, sql }) => [name, normalise(sql)]));
}
