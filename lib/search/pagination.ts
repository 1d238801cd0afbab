import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * A condition on where rows stand in a list sorted by `columns`, all ascending or all descending, by the values
 * of those in a row: `>` is after that row in ascending order, `<` in descending order.
 */
export const standing = (columns: readonly Column[], relation: ">" | "<", values: readonly unknown[]): SQL =>
  sql`(${list(columns.map((column) => sql`${column}`))}) ${sql.raw(relation)} (${list(
    columns.map((column, place) => sql`${sql.param(values[place], column)}`),
  )})`;

const list = (parts: SQL[]) => sql.join(parts, sql`, `);

/** The rows of a page out of one row more than fit, and the row that the next page begins after, if there is one. */
export function cutPage<Row>(rows: Row[], size: number): { page: Row[]; last: Row | null } {
  const page = rows.slice(0, size);
  return { page, last: rows.length > size ? (page.at(-1) ?? null) : null };
}
