import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * A condition for the rows after a cursor in a list that is sorted by `columns`, all in one direction. The
 * cursor has the values of these columns in the last row of the page before.
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

/** The page in `rows`, which may hold one row more; `last` is its last row if another page follows, else null. */
export function takePage<Row>(rows: Row[], size: number): { page: Row[]; last: Row | null } {
  const page = rows.slice(0, size);
  return { page, last: rows.length > size ? (page.at(-1) ?? null) : null };
}

/**
 * All rows of a list, a page at a time, so that a large one takes little memory. `read` gets the cursor of each page.
 */
export async function* everyPage<Row, Cursor>(
  read: (after: Cursor | null) => Promise<{ rows: Row[]; next: Cursor | null }>,
): AsyncGenerator<Row[]> {
  let after: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(after);
    yield page.rows;
    after = page.next;
  } while (after !== null);
}
