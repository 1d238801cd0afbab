import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { databaseUrl, isPostgres, sqlitePath } from "./database-url";
import { explainPostgres, postgresTriggers } from "./postgres";
import { retryWhileLocked } from "./retry-while-locked";
import { connectSqlite, sqliteTriggers } from "./sqlite";
import { StartupError } from "./startup-error";
import { createTriggers, dropTriggers, missingTriggers } from "./triggers";

type Migrator = {
  url: string;
  folder: string;
  run: (statement: string) => Promise<unknown>;
  /** The `folderMillis` of the migrations already applied. */
  applied: () => Promise<number[]>;
  triggers: () => Promise<string[]>;
};

// The longest migration of another process.
const waitMs = 60_000;
const advisoryLock = 0x45_76_65_6e;
const migrationsTable = "evento_migrations";

/**
 * Applies all missing migrations in one transaction and creates the triggers again. One process at a time; the
 * others wait. Tests pass another database or folder of migrations.
 * @throws StartupError with one sentence for the administrator.
 */
export async function migrateDatabase({
  url = databaseUrl,
  folder = path.join(process.cwd(), "db/migrations", isPostgres(url) ? "postgres" : "sqlite"),
} = {}): Promise<void> {
  await (isPostgres(url) ? migratePostgres(url, folder) : migrateSqlite(url, folder));
}

async function migrateSqlite(url: string, folder: string) {
  const giveUpAt = performance.now() + waitMs;
  const connection = await retryWhileLocked(() => connectSqlite(sqlitePath(url)), giveUpAt);
  try {
    // Rebuilding a table would violate its children's foreign keys. Within a transaction this pragma does nothing.
    connection.pragma("foreign_keys = OFF");
    await retryWhileLocked(() => connection.exec("begin exclusive"), giveUpAt);
    const changed = await applyAll({
      url,
      folder,
      run: async (statement) => connection.exec(statement),
      applied: async () =>
        connection.prepare<[], number>(`select made_at from ${migrationsTable}`).pluck().all(),
      triggers: async () => sqliteTriggers(connection),
    });
    // Only after a change, because it reads every row.
    const orphans = changed ? connection.pragma("foreign_key_check") : [];
    const [orphan] = orphans as { table: string; parent: string }[];
    if (orphan) {
      throw new StartupError(
        `The migration was undone, as rows of ${orphan.table} would have lost their row in ${orphan.parent}: restore a backup or ask for help.`,
      );
    }
    await retryWhileLocked(() => connection.exec("commit"), giveUpAt);
  } finally {
    // Closing rolls back an open transaction.
    connection.close();
  }
}

async function migratePostgres(url: string, folder: string) {
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
    await applyAll({
      url,
      folder,
      run: (statement) => client.query(statement),
      applied: async () => {
        const { rows } = await client.query<{ madeAt: string }>(
          `select made_at as "madeAt" from ${migrationsTable}`,
        );
        return rows.map((row) => Number(row.madeAt));
      },
      triggers: () => postgresTriggers(client),
    });
    await client.query("commit");
  } catch (error) {
    throw explainPostgres(error, url);
  } finally {
    await client.end().catch(() => {});
  }
}

async function applyAll({ url, folder, run, applied, triggers }: Migrator): Promise<boolean> {
  await run(`create table if not exists ${migrationsTable} (made_at bigint primary key not null)`);
  const known = readMigrationFiles({ migrationsFolder: folder });
  const appliedBefore = await applied();
  if (appliedBefore.some((madeAt) => known.every((migration) => migration.folderMillis !== madeAt))) {
    throw new StartupError(
      "The database was used by a newer Evento: install that version or restore a backup.",
    );
  }
  for (const statement of dropTriggers(url, await triggers())) await run(statement);
  // drizzle's own migrator skips migrations older than the last applied one, which a merge can bring.
  const due = known.filter(({ folderMillis }) => !appliedBefore.includes(folderMillis));
  for (const migration of due) {
    for (const statement of migration.sql) await run(statement);
    await run(`insert into ${migrationsTable} (made_at) values (${migration.folderMillis})`);
  }
  for (const statement of createTriggers(url)) await run(statement);
  const [missing] = missingTriggers(await triggers());
  if (missing)
    throw new StartupError(`The trigger ${missing} could not be made: restore a backup or ask for help.`);
  return due.length > 0;
}
