import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Definitions } from "./definitions";
import type { Db, Engine } from "./engine";
import { createLane } from "./lane";
import * as schema from "./schema";
import { StartupError } from "./startup-error";
import { CommitUnknown, isCommitUnknown, isConnectionLost, isUnavailable } from "./unavailable";

// One for each transaction at a time, and the others for queries.
const connections = 20;
// In a rush, all transactions wait for the same event's row. With few of them in the database at a time, none
// reaches its lock timeout, and connections remain for queries.
const transactionsAtOnce = 4;

/** In ms. A server that no longer answers is noticed by a query, or by the first statement of a transaction. */
const queryLimitMs = 3_000;
/** In ms. Statements of a transaction may wait for the locks of another one. */
const statementLimitMs = 10_000;
/** In ms. PostgreSQL ends slow statements itself, unless it no longer responds. */
const graceMs = 500;

const begin = { text: "begin isolation level read committed", query_timeout: queryLimitMs };

function openPool(url: string, { max, limitMs, slowMs }: { max: number; limitMs: number; slowMs: number }) {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: limitMs,
    lock_timeout: limitMs,
    statement_timeout: slowMs,
    query_timeout: slowMs + graceMs,
    idle_in_transaction_session_timeout: statementLimitMs,
    keepAlive: true,
    onConnect: async (client) => {
      // Without a listener, a connection that breaks between two statements would end the process.
      client.on("error", () => {});
      await client.query("set time zone 'UTC'");
    },
  });
  // The pool replaces broken idle connections.
  pool.on("error", () => {});
  return pool;
}

export function openPostgres(url: string, limitMs: number): Engine {
  const reading = openPool(url, { max: connections - transactionsAtOnce, limitMs, slowMs: queryLimitMs });
  const writing = openPool(url, { max: transactionsAtOnce, limitMs, slowMs: statementLimitMs });

  const handles = new WeakMap<pg.PoolClient, Db>();
  const handleOf = (client: pg.PoolClient) => {
    const handle = handles.get(client) ?? (drizzle(client, { schema }) as unknown as Db);
    handles.set(client, handle);
    return handle;
  };

  async function once<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    const client = await writing.connect();
    let broken = false;
    let committing = false;
    try {
      await client.query(begin);
      const value = await work(handleOf(client));
      committing = true;
      const { command } = await client.query("commit");
      // After a failed statement whose error was ignored, PostgreSQL turns COMMIT into ROLLBACK.
      if (command !== "COMMIT")
        throw new Error("The transaction was rolled back: one of its statements failed.");
      return value;
    } catch (error) {
      // The server rolls back when the connection closes; a ROLLBACK to a server that hangs would hang too.
      broken = isUnavailable(error);
      if (!broken) {
        await client.query("rollback").catch(() => {
          broken = true;
        });
      }
      if (committing && isConnectionLost(error))
        throw new CommitUnknown("The answer to a commit was lost.", { cause: error });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  const isKnown = (error: unknown) => !isCommitUnknown(error);
  const queries = createLane({ atOnce: connections - transactionsAtOnce, limitMs });
  const transactions = createLane({ atOnce: transactionsAtOnce, limitMs });

  // The pool's own queue has a limit by the clock: queries that wait for a busy process would fail in it.
  const ask = reading.query.bind(reading) as (...asked: unknown[]) => Promise<unknown>;
  const patient = { query: (...asked: unknown[]) => queries.run(() => ask(...asked)) };

  return {
    reader: drizzle(patient as unknown as pg.Pool, { schema }) as unknown as Db,
    transaction: async (work, { idempotent }) => {
      try {
        return await transactions.run(() => once(work), isKnown);
      } catch (error) {
        if (!idempotent || !isCommitUnknown(error)) throw error;
        // Done again, it changes nothing if it was committed; while the server is away that stays unknown.
        return await transactions
          .run(() => once(work), isKnown)
          .catch((later: unknown) => {
            throw isUnavailable(later) ? error : later;
          });
      }
    },
    // Its disk is not ours to see.
    hasSpace: async () => true,
    triggers: async () =>
      postgresTriggers(reading).catch((error) => Promise.reject(explainPostgres(error, url))),
    truncateLog: async () => true,
    close: async () => {
      // A pool that ends never serves the callers that wait for a connection.
      await Promise.all([queries.onIdle(), transactions.onIdle()]);
      await Promise.all([reading.end(), writing.end()]);
    },
  };
}

/** The names of all enabled triggers in the current schema. */
export async function postgresTriggers(on: pg.Pool | pg.Client): Promise<string[]> {
  const { rows } = await on.query<{ name: string }>(
    `select tgname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
     where not tgisinternal and tgenabled <> 'D' and relnamespace = current_schema()::regnamespace`,
  );
  return rows.map((row) => row.name);
}

/** The names of all tables in the current schema but those of extensions. */
export async function postgresTables(on: pg.Client): Promise<string[]> {
  const { rows } = await on.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
       and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')`,
  );
  return rows.map((row) => row.name);
}

/**
 * All columns, indexes and constraints of a schema.
 * @param schema SQL for the oid of a schema
 */
export async function postgresDefinitions(on: pg.Client, schema: string): Promise<Definitions> {
  const { rows } = await on.query<{ name: string; definition: string }>(
    `select format('column %s.%s', relname, attname) as name,
       concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)) as definition
     from pg_attribute join pg_class on pg_class.oid = attrelid
       left join pg_attrdef on adrelid = attrelid and adnum = attnum
     where relkind = 'r' and attnum > 0 and not attisdropped and relnamespace = ${schema}
     union all
     select format('index %s', relname), concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
     from pg_index join pg_class on pg_class.oid = indexrelid where relnamespace = ${schema}
     union all
     select format('constraint %s', conname), concat_ws(' ', pg_get_constraintdef(oid), convalidated)
     from pg_constraint where contype in ('c', 'f', 'p', 'u') and connamespace = ${schema}`,
  );
  return new Map(
    rows.map(({ name, definition }) => [name, definition.replace(/\b(public|pg_temp(_\d+)?)\./g, "")]),
  );
}

/** A StartupError that explains to the administrator why a database cannot be used. */
export function explainPostgres(error: unknown, url: string): StartupError {
  if (error instanceof StartupError) return error;
  const { code = "", message } = error as { code?: string; message: string };
  const { host, pathname } = new URL(url);
  const sentence = /^28/.test(code)
    ? `PostgreSQL at ${host} refuses the user or the password in DATABASE_URL: correct them.`
    : code === "3D000"
      ? `PostgreSQL at ${host} has no database ${pathname.slice(1)}: create it or correct DATABASE_URL.`
      : isUnavailable(error)
        ? `PostgreSQL at ${host} cannot be reached (${code || message}): start it or correct DATABASE_URL.`
        : `PostgreSQL at ${host} cannot be used (${message}): correct DATABASE_URL, restore a backup or ask for help.`;
  return new StartupError(sentence, { cause: error });
}
