import path from "node:path";
import Database from "better-sqlite3";
import { readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { databaseUrl, isPostgres, sqlitePath } from "./database-url";
import { type Definitions, findDefect } from "./definitions";
import { explainPostgres, postgresDefinitions, postgresTables, postgresTriggers } from "./postgres";
import { retryWhileLocked } from "./retry-while-locked";
import {
  connectSqlite,
  explainSqlite,
  inspectSqlite,
  sqliteDefinitions,
  sqliteTables,
  sqliteTriggers,
} from "./sqlite";
import { assertEventos, migrationsTable, StartupError } from "./startup-error";
import { createTriggers, dropTriggers, missingTriggers } from "./triggers";

type Options = { url: string; folder: string; mendTriggers: boolean };

type Migrator = Options & {
  /** The database in the sentences of a StartupError. */
  place: string;
  run: (statement: string) => Promise<unknown>;
  /** The `folderMillis` of the migrations already applied. */
  applied: () => Promise<number[]>;
  tables: () => Promise<string[]>;
  triggers: () => Promise<string[]>;
  definitions: () => Promise<Definitions>;
  /** The definitions that a new database would have after these statements. */
  expected: (statements: string[]) => Promise<Definitions>;
};

/** `madeAt` is where a new database was made; null if there was one. */
export type Migration = { madeAt: string | null };

// The longest wait, in ms, for migrations of another process, and for another program's lock of a SQLite file.
const waitMs = 60_000;
const sqliteWaitMs = 5_000;
const advisoryLock = 0x45_76_65_6e;

/**
 * Applies all missing migrations in one transaction, creates the triggers again if there were any or a trigger is
 * missing, and compares the tables, columns, indexes and constraints with those of a new database. One process at a
 * time; the others wait. Tests pass another database or folder of migrations.
 * @param mendTriggers whether a trigger may be missing though no migration is; otherwise something else has removed it
 * @throws StartupError with one sentence for the administrator; the database is then unchanged.
 */
export async function migrateDatabase({
  mendTriggers = false,
  url = databaseUrl,
  folder = path.join(process.cwd(), "db/migrations", isPostgres(url) ? "postgres" : "sqlite"),
} = {}): Promise<Migration> {
  const options = { url, folder, mendTriggers };
  return await (isPostgres(url) ? migratePostgres(options) : migrateSqlite(options));
}

async function migrateSqlite({ url, ...options }: Options): Promise<Migration> {
  const giveUpAt = performance.now() + sqliteWaitMs;
  const file = sqlitePath(url);
  let connection: Database.Database | undefined;
  try {
    await retryWhileLocked(() => inspectSqlite(file), giveUpAt);
    const opened = await retryWhileLocked(() => connectSqlite(file), giveUpAt);
    connection = opened;
    // Rebuilding a table would violate its children's foreign keys. Within a transaction this pragma does nothing.
    opened.pragma("foreign_keys = OFF");
    await retryWhileLocked(() => opened.exec("begin exclusive"), giveUpAt);
    const { changed, isNew } = await applyAll({
      url,
      ...options,
      place: file,
      run: async (statement) => opened.exec(statement),
      applied: async () => opened.prepare<[], number>(`select made_at from ${migrationsTable}`).pluck().all(),
      tables: async () => sqliteTables(opened),
      triggers: async () => sqliteTriggers(opened),
      definitions: async () => sqliteDefinitions(opened),
      expected: async (statements) => {
        const fresh = new Database(":memory:");
        for (const statement of statements) fresh.exec(statement);
        const made = sqliteDefinitions(fresh);
        fresh.close();
        return made;
      },
    });
    // Only after a change, because it reads every row.
    const orphans = changed ? opened.pragma("foreign_key_check") : [];
    const [orphan] = orphans as { table: string; parent: string }[];
    if (orphan) {
      throw new StartupError(
        `The migration was undone, as rows of ${orphan.table} would have lost their row in ${orphan.parent}: restore a backup or ask for help.`,
      );
    }
    await retryWhileLocked(() => opened.exec("commit"), giveUpAt);
    return { madeAt: isNew ? path.resolve(file) : null };
  } catch (error) {
    throw explainSqlite(error, file);
  } finally {
    // Closing rolls back an open transaction.
    connection?.close();
  }
}

async function migratePostgres({ url, ...options }: Options): Promise<Migration> {
  const { host, pathname } = new URL(url);
  const place = `${pathname.slice(1)} at ${host}`;
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    lock_timeout: waitMs,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("begin");
    await client.query(`select pg_advisory_xact_lock(${advisoryLock})`);
    const { isNew } = await applyAll({
      url,
      ...options,
      place,
      run: (statement) => client.query(statement),
      applied: async () => {
        const { rows } = await client.query<{ madeAt: string }>(
          `select made_at as "madeAt" from ${migrationsTable}`,
        );
        return rows.map((row) => Number(row.madeAt));
      },
      tables: () => postgresTables(client),
      triggers: () => postgresTriggers(client),
      definitions: () => postgresDefinitions(client, "current_schema()::regnamespace"),
      expected: async (statements) => {
        await client.query("savepoint expected; set local search_path = pg_temp");
        // drizzle-kit writes the schema of a referenced table.
        for (const statement of statements) await client.query(statement.replaceAll('"public".', ""));
        const made = await postgresDefinitions(client, "pg_my_temp_schema()");
        await client.query("rollback to expected");
        return made;
      },
    });
    await client.query("commit");
    return { madeAt: isNew ? place : null };
  } catch (error) {
    throw explainPostgres(error, url);
  } finally {
    await client.end().catch(() => {});
  }
}

async function applyAll({ url, folder, mendTriggers, place, run, ...database }: Migrator) {
  assertEventos(await database.tables(), place);
  const makeTable = `create table if not exists ${migrationsTable} (made_at bigint primary key not null)`;
  await run(makeTable);
  const known = readMigrationFiles({ migrationsFolder: folder });
  const appliedBefore = await database.applied();
  if (appliedBefore.some((madeAt) => known.every((migration) => migration.folderMillis !== madeAt))) {
    throw new StartupError(
      `The database ${place} was used by a newer Evento: install that version or restore a backup.`,
    );
  }
  // drizzle's own migrator skips migrations older than the last applied one, which a merge can bring.
  const due = known.filter(({ folderMillis }) => !appliedBefore.includes(folderMillis));
  const triggers = await database.triggers();
  const [removed] = missingTriggers(triggers, await database.tables());
  if (removed && due.length === 0 && !mendTriggers)
    throw new StartupError(
      `The database ${place} lacks its trigger ${removed}, so it may hold what Evento would have refused: restore a backup, or run npm run db:migrate to make the trigger again.`,
    );
  // Not at every start: PostgreSQL would wait for all who use these tables, and make everybody else wait meanwhile.
  const makesTriggers = due.length > 0 || removed !== undefined;
  if (makesTriggers) for (const statement of dropTriggers(url, triggers)) await run(statement);
  for (const migration of due) {
    for (const statement of migration.sql) await run(statement);
    await run(`insert into ${migrationsTable} (made_at) values (${migration.folderMillis})`);
  }
  const actual = await database.definitions();
  const expected = await database.expected([makeTable, ...known.flatMap((migration) => migration.sql)]);
  const defect = findDefect(expected, actual);
  if (defect) throw new StartupError(`The database ${place} is damaged, as it ${defect}: restore a backup.`);
  const tables = await database.tables();
  if (makesTriggers) for (const statement of createTriggers(url, tables)) await run(statement);
  const [missing] = missingTriggers(await database.triggers(), tables);
  if (missing)
    throw new StartupError(`The trigger ${missing} could not be made: restore a backup or ask for help.`);
  return { changed: due.length > 0, isNew: appliedBefore.length === 0 };
}
