import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { isPostgres, sqlitePath } from "../database-url";
import { migrateDatabase } from "../migrate";
import { lockForServer } from "../server-lock";
import { assertEventos, migrationsTable, StartupError } from "../startup-error";
import { openPostgresSide } from "./postgres-side";
import type { Side } from "./side";
import { openSqliteSide } from "./sqlite-side";
import { type Row, type TableShape, tableShapes } from "./table-shapes";

type Route = { from: string; to: string };

/** What was copied: the rows of each table, in the order of copying. */
export type Copied = { from: string; to: string; tables: { name: string; rows: number }[] };

/**
 * Copies an installation from one engine to the other in one transaction of each: makes the tables, copies every row,
 * and compares both sides row by row before the commit. No server may use either database meanwhile.
 * @throws StartupError with one sentence; the target then has no rows
 */
export async function copyDatabase({ from, to }: Route): Promise<Copied> {
  if (isPostgres(from) === isPostgres(to))
    throw new StartupError(
      "This copies from SQLite to PostgreSQL or back: use npm run backup for SQLite alone, and pg_dump for PostgreSQL alone.",
    );
  for (const url of [from, to]) await lockForServer({ url });
  if (isMissing(from)) throw new StartupError(`There is no database at ${sqlitePath(from)}: correct --from.`);
  const source = await openSide(from);
  let target: Side | undefined;
  try {
    await assertThisVersion(source, from);
    // Opening a missing file would make an empty one, which a migration refuses.
    if (!isMissing(to)) {
      target = await openSide(to);
      await assertEmpty(target);
      // A migration has a connection of its own.
      await target.close();
    }
    await migrateDatabase({ url: to });
    target = await openSide(to);
    await source.begin("source");
    await target.begin("target");
    const tables = await copyTables(source, target);
    await target.commit();
    return { from: source.place, to: target.place, tables };
  } finally {
    await target?.close();
    await source.close();
  }
}

const isMissing = (url: string) => !isPostgres(url) && !existsSync(sqlitePath(url));

const openSide = async (url: string): Promise<Side> =>
  isPostgres(url) ? openPostgresSide(url) : openSqliteSide(url);

async function assertThisVersion(source: Side, url: string) {
  const tables = await source.tables();
  assertEventos(tables, source.place);
  const folder = path.join(process.cwd(), "db/migrations", isPostgres(url) ? "postgres" : "sqlite");
  const known = readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => folderMillis);
  const applied = tables.includes(migrationsTable) ? await source.applied() : [];
  if (applied.join() === known.sort((a, b) => a - b).join()) return;
  throw new StartupError(
    `The database ${source.place} is of another version of Evento: run npm run db:migrate with it, or use the version that it is of.`,
  );
}

async function assertEmpty(target: Side) {
  const tables = await target.tables();
  assertEventos(tables, target.place);
  for (const table of tables.filter((each) => each !== migrationsTable))
    if (await target.hasRows(table))
      throw new StartupError(
        `The database ${target.place} is not empty, its table ${table} has rows: name a new database.`,
      );
}

async function copyTables(source: Side, target: Side) {
  const shapes = tableShapes();
  const forgotten = (await source.tables()).filter(
    (name) => name !== migrationsTable && shapes.every((shape) => shape.name !== name),
  );
  if (forgotten[0])
    throw new StartupError(
      `The database ${source.place} has a table ${forgotten[0]} that is not Evento's: move it elsewhere first.`,
    );
  const copied = [];
  for (const shape of shapes) copied.push(await copyTable(shape, source, target));
  // All at the end, after every insert: triggers might have changed rows of other tables.
  for (const { shape, checksum, rows } of copied) {
    const arrived = createChecksum();
    for await (const some of target.read(shape)) arrived.add(some);
    if (arrived.rows() !== rows || arrived.digest() !== checksum)
      throw new StartupError(
        `The copy was undone, as the rows of ${shape.name} in ${target.place} differ from those in ${source.place}: ask for help.`,
      );
  }
  return copied.map(({ shape, rows }) => ({ name: shape.name, rows }));
}

async function copyTable(shape: TableShape, source: Side, target: Side) {
  const sent = createChecksum();
  for await (const rows of source.read(shape)) {
    sent.add(rows);
    await target.insert(shape, rows).catch((error: Error) => {
      throw new StartupError(
        `The copy was undone, as ${target.place} does not take a row of ${shape.name} (${error.message}): ask for help.`,
        { cause: error },
      );
    });
  }
  return { shape, rows: sent.rows(), checksum: sent.digest() };
}

/** Of rows in order, with their number. */
function createChecksum() {
  const hash = createHash("sha256");
  let count = 0;
  return {
    add: (rows: Row[]) => {
      count += rows.length;
      for (const row of rows) {
        const plain = row.map((value) =>
          value instanceof Uint8Array ? createHash("sha256").update(value).digest("hex") : value,
        );
        hash.update(`${JSON.stringify(plain)}\n`);
      }
    },
    rows: () => count,
    digest: () => hash.digest("hex"),
  };
}

const numbered = (count: number) => count.toLocaleString("en-GB");

/** The sentence after a copy. */
export function describeCopy({ from, to, tables }: Copied): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const counts = tables.map((table) => `${table.name} ${numbered(table.rows)}`).join(", ");
  return `Copied ${numbered(rows)} rows of ${tables.length} tables from ${from} to ${to} and compared each (${counts}).`;
}
