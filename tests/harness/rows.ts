import Database from "better-sqlite3";
import pg from "pg";
import { isPostgres, sqlitePath } from "@/db/database-url";

type Value = string | number | boolean | Date | Uint8Array | null;
export type Row = Record<string, unknown>;

/** A direct connection to a database, without the rules in TypeScript. */
export type Rows = {
  /** Runs a statement with a `?` for each parameter, and returns the rows of a query. */
  sql: (statement: string, parameters?: Value[]) => Promise<Row[]>;
  /** Inserts rows with the same columns. */
  insert: (table: string, rows: Record<string, Value>[]) => Promise<void>;
  /** Every row of every table except counters of the software itself, for comparisons. */
  dump: () => Promise<Record<string, Row[]>>;
  close: () => Promise<void>;
};

/** Whatever version the database is of. */
const tablesOf = (url: string) =>
  isPostgres(url)
    ? "select tablename as name from pg_tables where schemaname = 'public'"
    : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";

const notDumped = ["evento_migrations", "public_version"];

/** Opens a migrated database of either engine. */
export async function openRows(url: string): Promise<Rows> {
  const { sql, close } = isPostgres(url) ? await openPostgres(url) : openSqlite(url);
  return {
    sql,
    close,
    insert: async (table, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const row = `(${columns.map(() => "?").join(", ")})`;
      for (let from = 0; from < rows.length; from += 500) {
        const some = rows.slice(from, from + 500);
        const values = some.flatMap((each) => columns.map((column) => each[column] ?? null));
        const every = some.map(() => row).join(", ");
        await sql(`insert into ${table} (${columns.join(", ")}) values ${every}`, values);
      }
    },
    dump: async () => {
      const all: Record<string, Row[]> = {};
      const names = (await sql(tablesOf(url))).map(({ name }) => String(name));
      for (const table of names.filter((each) => !notDumped.includes(each)).sort()) {
        const rows = await sql(`select * from ${table}`);
        all[table] = rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      }
      return all;
    },
  };
}

function openSqlite(url: string): Pick<Rows, "sql" | "close"> {
  const connection = new Database(sqlitePath(url), { timeout: 5_000 });
  return {
    sql: async (statement, parameters = []) => {
      const prepared = connection.prepare(statement);
      const values = parameters.map((value) => (value instanceof Date ? value.getTime() : value));
      const plain = values.map((value) => (typeof value === "boolean" ? Number(value) : value));
      if (prepared.reader) return prepared.all(...plain) as Row[];
      prepared.run(...plain);
      return [];
    },
    close: async () => {
      connection.close();
    },
  };
}

async function openPostgres(url: string): Promise<Pick<Rows, "sql" | "close">> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // Tests stop the server, which ends idle connections.
  pool.on("error", () => {});
  return {
    sql: async (statement, parameters = []) => {
      let place = 0;
      const numbered = statement.replaceAll("?", () => {
        place += 1;
        return `$${place}`;
      });
      return (await pool.query(numbered, parameters)).rows as Row[];
    },
    close: () => pool.end(),
  };
}
