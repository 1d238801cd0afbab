// Puts a backup in the place of the SQLite database: npm run restore -- <backup-file>
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import {
  CommandError,
  databaseFile,
  loadSqlite,
  problemOf,
  runCommand,
  sync,
  typedPath,
} from "./database-file.mjs";

const [given, ...more] = process.argv.slice(2);

/** The file behind links, as db/server-lock.ts finds it. */
function realPath(file) {
  mkdirSync(dirname(file), { recursive: true });
  return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
}

/** Takes the lock of db/server-lock.ts until this process ends, so that no server starts meanwhile. */
function lockOutServers(Database, file) {
  const lock = new Database(`${file}.lock`, { timeout: 0 });
  try {
    lock.pragma("journal_mode = memory");
    lock.exec("begin exclusive");
  } catch (error) {
    if (!String(error.code).startsWith("SQLITE_BUSY")) throw error;
    throw new CommandError(`Evento is running with the database ${file}: stop it first.`);
  }
  return lock;
}

/** Copies a backup, with a log beside it if it has one, and checks the copy. */
function copyChecked(Database, backup, copy) {
  copyFileSync(backup, copy, constants.COPYFILE_EXCL);
  chmodSync(copy, 0o600);
  // The files that a restore has moved away may have one.
  if (existsSync(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${copy}-wal`);
  const problem = findProblem(Database, copy);
  if (problem) throw new CommandError(`${backup} is not restored, as it is not sound: ${problem}.`);
  endSessions(Database, copy);
  sync(copy);
}

/** Otherwise a cookie that somebody has copied would count again, though its session was ended since the backup. */
function endSessions(Database, copy) {
  const database = new Database(copy, { fileMustExist: true });
  try {
    database.exec("delete from sessions");
  } finally {
    database.close();
  }
}

function findProblem(Database, copy) {
  if (statSync(copy).size === 0) return "it is empty";
  const database = new Database(copy, { fileMustExist: true });
  try {
    // Takes in the log, and leaves one file.
    database.pragma("journal_mode = delete");
    return problemOf(database) ?? findNewerMigration(database);
  } catch (error) {
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code))) throw error;
    return `SQLite says: ${error.message}`;
  } finally {
    database.close();
  }
}

/** An older backup is migrated at the start. */
function findNewerMigration(database) {
  const { entries } = JSON.parse(readFileSync("db/migrations/sqlite/meta/_journal.json", "utf8"));
  const known = entries.map(({ when }) => when);
  const applied = database.prepare("select made_at from evento_migrations").pluck().all();
  return applied.every((madeAt) => known.includes(madeAt))
    ? undefined
    : "it was made by a newer Evento, so install that version first";
}

/**
 * Moves the files of the old database away, the log last: without its database a log stops a start, so that a killed
 * restore cannot look like a new installation. Returns the new name of the database, if there was one.
 */
function moveAway(file) {
  const away = `${file}.replaced-${new Date().toISOString().replaceAll(":", "").slice(0, 17)}`;
  const names = ["", "-shm", "-wal"].filter((ending) => existsSync(file + ending));
  const taken = ["", "-shm", "-wal"].find((ending) => existsSync(away + ending));
  if (taken !== undefined) throw new CommandError(`${away} exists already: try again in a second.`);
  for (const ending of names) renameSync(file + ending, away + ending);
  return names.includes("") ? away : undefined;
}

async function restore() {
  if (!given || more.length > 0)
    throw new CommandError("Name one file: npm run restore -- /backups/evento.db");
  const backup = typedPath(given);
  if (!statSync(backup, { throwIfNoEntry: false })?.isFile())
    throw new CommandError(`There is no file ${backup}: name a backup.`);
  const named = databaseFile();
  const Database = await loadSqlite();
  const file = realPath(named);
  if (existsSync(file) && realpathSync(backup) === file)
    throw new CommandError(`${backup} is the database itself: name a backup.`);
  const lock = lockOutServers(Database, file);
  const copy = `${file}.${randomBytes(8).toString("hex")}.partial`;
  let replaced;
  try {
    copyChecked(Database, backup, copy);
    replaced = moveAway(file);
    renameSync(copy, file);
    if (process.platform !== "win32") sync(dirname(file));
  } finally {
    for (const ending of ["", "-journal", "-wal", "-shm"]) rmSync(copy + ending, { force: true });
    lock.close();
  }
  const old = replaced ? `the database that was there is now ${replaced}` : "there was no database before";
  process.stdout.write(`Restored ${file} from ${backup}, checked; ${old}.\n`);
}

await runCommand("restore", restore);
