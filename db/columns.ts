import * as pg from "drizzle-orm/pg-core";
import * as sqlite from "drizzle-orm/sqlite-core";
import { onPostgres } from "./database-url";

// One table definition serves both engines: the static types are SQLite's, and the casts below give
// PostgreSQL's builders the same types.
const sqliteInstant = (name: string) => sqlite.integer(name, { mode: "timestamp_ms" });
const sqliteFlag = (name: string) => sqlite.integer(name, { mode: "boolean" });
const sqliteBytes = (name: string) => sqlite.blob(name, { mode: "buffer" });
const pgBytes = pg.customType<{ data: Buffer }>({ dataType: () => "bytea" });
const pgInstant = (name: string) => pg.timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** The columns, keys and indexes of a table. */
export const tableConfig = (
  onPostgres ? pg.getTableConfig : sqlite.getTableConfig
) as typeof sqlite.getTableConfig;
export const table = (onPostgres ? pg.pgTable : sqlite.sqliteTable) as typeof sqlite.sqliteTable;
export const text = (onPostgres ? pg.text : sqlite.text) as typeof sqlite.text;
export const integer = (onPostgres ? pg.integer : sqlite.integer) as (
  name: string,
) => ReturnType<typeof sqlite.integer<string, "number">>;
/** A whole number up to 2⁵³, where 2³¹ is too few. */
export const largeInteger = (
  onPostgres ? (name: string) => pg.bigint(name, { mode: "number" }) : sqlite.integer
) as (name: string) => ReturnType<typeof sqlite.integer<string, "number">>;
/** An instant with milliseconds: a `Date` in TypeScript on both engines. */
export const instant = (onPostgres ? pgInstant : sqliteInstant) as typeof sqliteInstant;
export const flag = (onPostgres ? (name: string) => pg.boolean(name) : sqliteFlag) as typeof sqliteFlag;
/** Bytes: a `Buffer` in TypeScript on both engines. */
export const bytes = (onPostgres ? pgBytes : sqliteBytes) as unknown as typeof sqliteBytes;
export const index = (onPostgres ? pg.index : sqlite.index) as typeof sqlite.index;
export const uniqueIndex = (onPostgres ? pg.uniqueIndex : sqlite.uniqueIndex) as typeof sqlite.uniqueIndex;
export const primaryKey = (onPostgres ? pg.primaryKey : sqlite.primaryKey) as typeof sqlite.primaryKey;
export const check = (onPostgres ? pg.check : sqlite.check) as typeof sqlite.check;
