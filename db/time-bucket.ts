import { type Column, sql } from "drizzle-orm";
import { onPostgres } from "./database-url";

/**
 * SQL for the bucket that an instant is in, for grouping: the whole number of periods of `ms` milliseconds from 1970 to
 * the instant.
 */
export function timeBucket(column: Column, ms: number) {
  // Without parameters, so that PostgreSQL sees the same expression where it is selected and grouped.
  const period = sql.raw(String(Math.trunc(ms)));
  const bucket = onPostgres
    ? sql`floor(extract(epoch from ${column}) * 1000 / ${period})`
    : sql`${column} / ${period}`;
  return bucket.mapWith(Number);
}
