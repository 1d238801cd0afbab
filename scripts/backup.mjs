// Copies the SQLite database to a file while the server runs: node scripts/backup.mjs <target-file>
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [given, ...more] = process.argv.slice(2);
// Resolved before the change to the project's directory.
const target = given && resolve(given);
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** An error with one sentence for the administrator. */
class BackupError extends Error {}

function sourceFile() {
  const url = process.env.DATABASE_URL || "file:./data/evento.db";
  if (!url.startsWith("file:")) {
    throw new BackupError("This copies SQLite databases only: back PostgreSQL up with pg_dump.");
  }
  const file = resolve(url.replace(/^file:(\/\/(?=\/))?/, ""));
  if (!existsSync(file)) {
    throw new BackupError(`There is no database at ${file}: set DATABASE_URL as the server has it.`);
  }
  return file;
}

/** Creates a file and fails if it exists. */
function create(file) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    throw new BackupError(
      error.code === "EEXIST"
        ? `${file} exists already and is left as it is: choose another name.`
        : `${file} cannot be written (${error.code}): choose another place.`,
    );
  }
}

/** Removes what backups that were killed have left in a folder: nothing has written to it for an hour. */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder).filter((each) => /\.[0-9a-f]{16}\.partial(-journal)?$/.test(each))) {
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs < Date.now() - 3_600_000) rmSync(join(folder, name), { force: true });
  }
}

/** The fault of a copy, or undefined. */
function problemOf(copy) {
  const [integrity] = copy.pragma("integrity_check", { simple: false });
  if (integrity?.integrity_check !== "ok") return `SQLite says: ${integrity?.integrity_check}`;
  if (copy.pragma("foreign_key_check").length > 0) return "rows have lost the rows they belong to";
  const tables = copy.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  return tables.includes("events") && tables.includes("tickets") ? undefined : "it is not Evento's";
}

async function backUp() {
  if (!target || more.length > 0)
    throw new BackupError("Name one file: node scripts/backup.mjs <target-file>");
  if (existsSync(target))
    throw new BackupError(`${target} exists already and is left as it is: choose another name.`);
  const source = sourceFile();
  const { default: Database } = await import("better-sqlite3").catch(() => {
    throw new BackupError("The packages are not installed yet: run npm start once, or npm ci.");
  });
  // A name of its own, so that a backup that was killed is in the way of no other.
  const partial = `${target}.${randomBytes(8).toString("hex")}.partial`;
  create(partial);
  removeLeftovers(dirname(target));
  try {
    const from = new Database(source, { fileMustExist: true, timeout: 10_000 });
    try {
      // One read transaction: a consistent copy that does not block writers.
      from.prepare("vacuum into ?").run(partial);
    } finally {
      from.close();
    }
    const copy = new Database(partial, { readonly: true, fileMustExist: true });
    const problem = problemOf(copy);
    copy.close();
    if (problem) throw new BackupError(`The copy was thrown away, as it is not sound: ${problem}.`);
    const written = openSync(partial, "r+");
    fsyncSync(written);
    closeSync(written);
    // Another backup may have made it meanwhile.
    create(target);
    renameSync(partial, target);
  } catch (error) {
    for (const file of [partial, `${partial}-journal`]) rmSync(file, { force: true });
    throw error;
  }
  process.stdout.write(`Backed up ${source} to ${target} (${statSync(target).size} bytes, checked).\n`);
  if (!process.env.AUTH_SECRET && existsSync("data/auth-secret")) {
    process.stdout.write("Keep a copy of data/auth-secret too, apart from it: it is not in the backup.\n");
  }
}

await backUp().catch((error) => {
  const sentence = error instanceof BackupError ? error.message : `The backup failed: ${error.message}.`;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
