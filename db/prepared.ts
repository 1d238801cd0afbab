import type { Db } from "./engine";

/**
 * A query that drizzle builds once for each handle instead of each time, which takes longer than running it in
 * SQLite; for the few queries of a rush. `build` ends in `.prepare()` and has a `sql.placeholder(name)` for
 * each value, within `sql.param(…, column)` if the column encodes it, such as a time. Use it as
 * `await query(tx).execute({ name: value })`.
 */
export function prepared<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    const query = built.get(db) ?? build(db);
    built.set(db, query);
    return query;
  };
}
