import type { Db } from "./engine";

/**
 * A query that drizzle puts together once for each handle instead of each time, for the few that a rush
 * runs for everybody: it takes longer than SQLite takes to answer. `build` ends in `.prepare()` and has
 * `sql.placeholder(name)` for each value, in `sql.param(…, column)` where a column encodes it, such as a
 * time. Used as `await query(tx).execute({ name: value })`.
 */
export function prepared<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    const query = built.get(db) ?? build(db);
    built.set(db, query);
    return query;
  };
}
