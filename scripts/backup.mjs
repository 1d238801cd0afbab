// Copies the SQLite database to a file while the server runs: npm run backup -- <target-file>
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
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
const target = given && typedPath(given);

const inTheWay = () =>
  new CommandError(`${target} exists already and is left as it is: choose another name.`);

/** Creates a file and fails if it exists. */
function create(file) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (error.code === "EEXIST") throw inTheWay();
    throw new CommandError(`${file} cannot be written (${error.code}): choose another place.`);
  }
}

/** Gives a finished copy its name, at once and only if no other file has it. */
function publish(partial) {
  try {
    linkSync(partial, target);
    rmSync(partial);
  } catch (error) {
    if (error.code === "EEXIST") throw inTheWay();
    // Some file systems, such as those of USB sticks, have no links.
    create(target);
    renameSync(partial, target);
  }
  if (process.platform !== "win32") sync(dirname(target));
}

/** Removes what backups that were killed have left in a folder: nothing has written to it for an hour. */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder).filter((each) => /\.[0-9a-f]{16}\.partial(-journal)?$/.test(each))) {
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs < Date.now() - 3_600_000) rmSync(join(folder, name), { force: true });
  }
}

async function backUp() {
  if (!target || more.length > 0)
    throw new CommandError("Name one file: npm run backup -- /backups/evento.db");
  if (existsSync(target)) throw inTheWay();
  const source = databaseFile();
  if (!existsSync(source)) {
    throw new CommandError(`There is no database at ${source}: set DATABASE_URL as the server has it.`);
  }
  const Database = await loadSqlite();
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
    if (problem) throw new CommandError(`The copy was thrown away, as it is not sound: ${problem}.`);
    sync(partial);
    publish(partial);
  } catch (error) {
    for (const file of [partial, `${partial}-journal`]) rmSync(file, { force: true });
    throw error;
  }
  process.stdout.write(`Backed up ${source} to ${target} (${statSync(target).size} bytes, checked).\n`);
  if (!process.env.AUTH_SECRET && existsSync("data/auth-secret")) {
    process.stdout.write("Keep a copy of data/auth-secret too, apart from it: it is not in the backup.\n");
  }
}

await runCommand("backup", backUp);
