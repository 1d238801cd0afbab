import { sqlitePath } from "../database-url";
import { connectSqlite, inspectSqlite, sqliteTables } from "../sqlite";
import { migrationsTable } from "../startup-error";
import { listOf, quoted, rowsAtOnce, type Side } from "./side";
import type { Row, TableShape } from "./table-shapes";

/** How long to wait for another program's lock, in ms. */
const waitMs = 5_000;

/** Opens a SQLite file that exists. */
export function openSqliteSide(url: string): Side {
  const file = sqlitePath(url);
  inspectSqlite(file);
  const connection = connectSqlite(file, waitMs);
  const readColumn = (value: unknown, kind: string) =>
    kind === "flag" && value !== null ? value === 1 : value;
  return {
    place: file,
    tables: async () => sqliteTables(connection),
    hasRows: async (table) =>
      connection.prepare(`select 1 from ${quoted(table)} limit 1`).get() !== undefined,
    applied: async () =>
      connection.prepare<[], number>(`select made_at from ${migrationsTable} order by 1`).pluck().all(),
    begin: async (role) => {
      connection.exec(role === "source" ? "begin" : "begin immediate");
    },
    async *read(table) {
      const statement = connection.prepare<[], Row>(
        `select ${listOf(table.columns)} from ${quoted(table.name)} order by ${listOf(table.key)}`,
      );
      let some: Row[] = [];
      for (const row of statement.raw().iterate() as IterableIterator<Row>) {
        some.push(row.map((value, at) => readColumn(value, table.columns[at]?.kind ?? "")) as Row);
        if (some.length < rowsAtOnce(table)) continue;
        yield some;
        some = [];
      }
      if (some.length > 0) yield some;
    },
    insert: async (table: TableShape, rows: Row[]) => {
      const places = `(${table.columns.map(() => "?").join(", ")})`;
      const values = rows.flat().map((value) => (typeof value === "boolean" ? Number(value) : value));
      connection
        .prepare(
          `insert into ${quoted(table.name)} (${listOf(table.columns)}) values ${rows.map(() => places).join(", ")}`,
        )
        .run(...values);
    },
    commit: async () => {
      connection.exec("commit");
    },
    // Closing rolls back.
    close: async () => {
      connection.close();
    },
  };
}
