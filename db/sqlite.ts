import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Engine } from "./engine";
import { createLine } from "./line";
import * as schema from "./schema";
import { StartRefused } from "./start-refused";
import { DatabaseUnavailable, isBusy } from "./unavailable";

type SqliteConnection = Database.Database;

// better-sqlite3 builds with a WAL default of NORMAL, so every connection says FULL for itself.
const pragmas = [
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
] as const;

/** Refuses SQLite below 3.51.3, which can lose commits in WAL mode. */
export function assertSqliteVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003) {
    throw new StartRefused(
      `SQLite ${version} can lose data: Evento needs 3.51.3 or newer, so run npm ci again.`,
    );
  }
}

/** Refuses a connection on which a setting that keeps tickets safe did not take. */
export function assertPragmas(connection: SqliteConnection): void {
  for (const [name, , expected] of pragmas) {
    const actual = connection.pragma(name, { simple: true });
    if (actual !== expected) {
      throw new StartRefused(
        `SQLite's ${name} is ${actual} and not ${expected}: keep the database in a file on a local disk.`,
      );
    }
  }
}

/**
 * Opens one connection to the file, making its folder, with the pragmas set and checked.
 * @throws StartRefused with one sentence; SQLITE_BUSY when another process holds the file just now.
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
    throw isBusy(error) || error instanceof StartRefused ? error : explain(error, file, folder);
  }
}

function explain(error: unknown, file: string, folder: string) {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const sentence = code.startsWith("SQLITE_NOTADB")
    ? `${file} is not an Evento database: move it away or correct DATABASE_URL.`
    : /^(E[A-Z]+$|SQLITE_(CANTOPEN|READONLY|PERM))/.test(code)
      ? `The database folder ${folder} cannot be written (${code}): make it writable or correct DATABASE_URL.`
      : `The database ${file} cannot be opened (${message}): restore a backup or correct DATABASE_URL.`;
  return new StartRefused(sentence, { cause: error });
}

/** Repeats an attempt that finds the database locked, without holding up anyone else, until `giveUpAt`. */
export async function whenFree<T>(attempt: () => T, giveUpAt: number): Promise<T> {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= giveUpAt) {
        throw new DatabaseUnavailable("Another process has locked the database.", { cause: error });
      }
    }
    // Uneven, so that two processes do not keep missing each other's gaps.
    await pause(2 + Math.random() * 8);
  }
}

export function openSqlite(file: string, limitMs: number): Engine {
  // The writer never waits inside SQLite: that would stop the whole process.
  const writer = connectSqlite(file);
  // A reader is only ever held up for the instant in which a WAL is recovered or removed.
  const reading = connectSqlite(file, 50);
  reading.pragma("query_only = ON");
  if (reading.pragma("query_only", { simple: true }) !== 1) {
    throw new StartRefused("SQLite's query_only cannot be switched on: run npm ci again.");
  }
  const onWriter = drizzle(writer, { schema });
  const line = createLine(1);
  let lastFree = 0;

  return {
    reader: drizzle(reading, { schema }),
    transaction: (work) => {
      const arrived = performance.now();
      return line.enter(async () => {
        // Only the wait for a foreign lock counts, not the wait behind our own healthy work.
        await whenFree(() => writer.exec("begin immediate"), Math.max(arrived, lastFree) + limitMs);
        lastFree = performance.now();
        try {
          const value = await work(onWriter);
          await whenFree(() => writer.exec("commit"), performance.now() + limitMs);
          return value;
        } catch (error) {
          // SQLite has rolled back by itself after some faults, such as a full disk.
          if (writer.inTransaction) writer.exec("rollback");
          throw error;
        } finally {
          lastFree = performance.now();
        }
      });
    },
    triggers: async () => sqliteTriggers(reading),
    close: async () => {
      await line.emptied();
      reading.close();
      writer.close();
    },
  };
}

/** The names of all triggers of the file. */
export const sqliteTriggers = (connection: SqliteConnection) =>
  connection.prepare<[], string>("select name from sqlite_master where type = 'trigger'").pluck().all();
