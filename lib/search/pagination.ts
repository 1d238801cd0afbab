import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * A condition for the rows after a cursor in a list that is sorted by `columns`, all in one direction. The
 * cursor is the values of these columns in the last row before.
 */
export function afterCursor(
  columns: readonly Column[],
  direction: "asc" | "desc",
  cursor: readonly unknown[],
): SQL {
  const names = columns.map((column) => sql`${column}`);
  const values = columns.map((column, n) => sql`${sql.param(cursor[n], column)}`);
  const operator = sql.raw(direction === "asc" ? ">" : "<");
  return sql`(${list(names)}) ${operator} (${list(values)})`;
}

const list = (parts: SQL[]) => sql.join(parts, sql`, `);

/** The rows of a page out of one row more than it holds, and the last of them if another page follows. */
export function takePage<Row>(rows: Row[], size: number): { page: Row[]; last: Row | null } {
  const page = rows.slice(0, size);
  return { page, last: rows.length > size ? (page.at(-1) ?? null) : null };
}
