import pg from "pg";
import { explainPostgres, postgresTables } from "../postgres";
import { migrationsTable, StartupError } from "../startup-error";
import { listOf, quoted, rowsAtOnce, type Side } from "./side";
import type { Kind, Row, TableShape } from "./table-shapes";

/** A value as SQLite has it: `pg` returns an instant as a date, and a bigint as text. */
function plain(value: unknown, kind?: Kind) {
  if (value instanceof Date) return value.getTime();
  return kind === "number" && value !== null ? Number(value) : value;
}

/** Connects to a PostgreSQL database that no other program is connected to. */
export async function openPostgresSide(url: string): Promise<Side> {
  const { host, pathname } = new URL(url);
  const place = `${pathname.slice(1)} at ${host}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, keepAlive: true });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("set time zone 'UTC'");
    const { rows } = await client.query(
      `select pid from pg_stat_activity where datname = current_database()
         and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (rows.length > 0)
      throw new StartupError(
        `Other programs are connected to the database ${place}: stop every Evento that uses it, then try again.`,
      );
  } catch (error) {
    await client.end().catch(() => {});
    throw explainPostgres(error, url);
  }
  return {
    place,
    tables: () => postgresTables(client),
    hasRows: async (table) => (await client.query(`select 1 from ${quoted(table)} limit 1`)).rows.length > 0,
    applied: async () => {
      const { rows } = await client.query<{ at: string }>(
        `select made_at as at from ${migrationsTable} order by 1`,
      );
      return rows.map(({ at }) => Number(at));
    },
    begin: async (as) => {
      await client.query(as === "source" ? "begin isolation level repeatable read read only" : "begin");
    },
    async *read(table) {
      // Bytes have the same order everywhere, words have not.
      const order = table.key.map(({ name, kind }) => quoted(name) + (kind === "text" ? ' collate "C"' : ""));
      await client.query(
        `declare copying no scroll cursor for
           select ${listOf(table.columns)} from ${quoted(table.name)} order by ${order.join(", ")}`,
      );
      for (;;) {
        const fetched = await client.query<Row>({
          text: `fetch ${rowsAtOnce(table)} from copying`,
          rowMode: "array",
        });
        if (fetched.rows.length === 0) break;
        yield fetched.rows.map((row) =>
          row.map((value: unknown, at) => plain(value, table.columns[at]?.kind)),
        ) as Row[];
      }
      await client.query("close copying");
    },
    insert: async (table: TableShape, rows: Row[]) => {
      const width = table.columns.length;
      const lines = rows.map(
        (_, line) => `(${table.columns.map((_column, at) => `$${line * width + at + 1}`).join(", ")})`,
      );
      const values = rows.flatMap((row) =>
        row.map((value, at) =>
          table.columns[at]?.kind === "instant" && value !== null ? new Date(Number(value)) : value,
        ),
      );
      await client.query(
        `insert into ${quoted(table.name)} (${listOf(table.columns)}) values ${lines.join(", ")}`,
        values,
      );
    },
    commit: async () => {
      await client.query("commit");
    },
    close: async () => {
      await client.end().catch(() => {});
    },
  };
}
