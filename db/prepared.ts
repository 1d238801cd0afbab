import type { Db } from "./engine";

/**
 * A query that drizzle builds once for each handle instead of each time, which takes longer than running it in
 * SQLite, and that PostgreSQL plans once for each connection; for the few queries of a rush. `build` has a
 * `sql.placeholder(name)` for each value, within `sql.param(…, column)` if the column encodes it, such as a time. Use
 * it as `await query(tx).execute({ name: value })`.
 * @param name its name on a connection to PostgreSQL, which no other query has
 */
export function prepared<Query>(
  name: string,
  build: (db: Db) => { prepare: (name: string) => Query },
): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    const query = built.get(db) ?? build(db).prepare(name);
    built.set(db, query);
    return query;
  };
}
