import type { Row, TableShape } from "./table-shapes";

/** A database that rows are copied from or to, within one transaction. */
export type Side = {
  /** In words for the administrator. */
  place: string;
  tables: () => Promise<string[]>;
  hasRows: (table: string) => Promise<boolean>;
  /** When the migrations were made that were applied, in order. */
  applied: () => Promise<number[]>;
  /** Begins: a source sees the database as it is now until the end, a target can be undone. */
  begin: (as: "source" | "target") => Promise<void>;
  /** All rows in the order of their keys, some at a time. */
  read: (table: TableShape) => AsyncIterable<Row[]>;
  insert: (table: TableShape, rows: Row[]) => Promise<void>;
  commit: () => Promise<void>;
  /** Undoes what was not committed. */
  close: () => Promise<void>;
};

/** How many rows are in memory at a time: pictures have up to some hundred kB. */
export const rowsAtOnce = ({ columns }: TableShape) =>
  columns.some(({ kind }) => kind === "bytes") ? 8 : 500;

export const quoted = (name: string) => `"${name}"`;
export const listOf = (columns: { name: string }[]) => columns.map(({ name }) => quoted(name)).join(", ");
