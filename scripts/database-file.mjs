// What backup.mjs and restore.mjs share: the SQLite file of DATABASE_URL, and the check of a copy.
import { closeSync, fsyncSync, openSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** An error with one sentence for the administrator. */
export class CommandError extends Error {}

/** A path as it was typed: npm changes to the project's folder and tells where it was called. */
export const typedPath = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

/** The SQLite file of DATABASE_URL, which the server reads in the same way. */
export function databaseFile() {
  const url = process.env.DATABASE_URL || "file:./data/evento.db";
  if (!url.startsWith("file:")) {
    throw new CommandError(
      "This is for SQLite databases only: use pg_dump and pg_restore for PostgreSQL, see docs/operating.md.",
    );
  }
  return resolve(root, url.replace(/^file:(\/\/(?=\/))?/, ""));
}

/** SQLite's package, which `npm start` installs. */
export async function loadSqlite() {
  const { default: Database } = await import("better-sqlite3").catch(() => {
    throw new CommandError("The packages are not installed yet: run npm start once, or npm ci.");
  });
  return Database;
}

/** Why an open database is not a sound one of Evento's, or undefined. */
export function problemOf(database) {
  const found = database.pragma("integrity_check(1)", { simple: true });
  if (found !== "ok") return `SQLite says: ${found.split("\n").at(-1)}`;
  if (database.pragma("foreign_key_check").length > 0) return "rows have lost the rows they belong to";
  const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  return tables.includes("events") && tables.includes("tickets") ? undefined : "it is not Evento's";
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function sync(path) {
  const opened = openSync(path, "r");
  fsyncSync(opened);
  closeSync(opened);
}

/** Runs a command from the project's folder; when it fails, says so in one sentence and exits with 1. */
export async function runCommand(name, work) {
  process.chdir(root);
  await work().catch((error) => {
    const sentence = error instanceof CommandError ? error.message : `The ${name} failed: ${error.message}.`;
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  });
}
