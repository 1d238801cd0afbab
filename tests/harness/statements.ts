import Database from "better-sqlite3";
import pg from "pg";
import { onPostgres, sqlitePath } from "@/db/database-url";

export type Statement = { text: string; values: unknown[] };

/**
 * Watches the connections that are opened from now on, until `stop`, and records their statements while
 * `record` runs `work`: each statement once, with its first values.
 */
export function recordStatements() {
  const recorded = new Map<string, Statement>();
  let recording = false;
  const note = (text: string, values: unknown[]) => {
    if (recording && !recorded.has(text)) recorded.set(text, { text, values });
  };
  const stop = onPostgres ? watchPostgres(note) : watchSqlite(note);
  return {
    stop,
    record: async <Value>(work: () => Promise<Value>): Promise<Value> => {
      recording = true;
      return work().finally(() => {
        recording = false;
      });
    },
    /** Those that read or write; not those that begin and end transactions. */
    statements: () =>
      [...recorded.values()].filter(({ text }) => /^(select|insert|update|delete|with)\b/i.test(text)),
  };
}

type Note = (text: string, values: unknown[]) => void;

function watchPostgres(note: Note) {
  const { query } = pg.Client.prototype;
  const ask = query as (this: pg.Client, ...asked: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...asked: unknown[]) {
    const [what, values] = asked as [string | { text: string; values?: unknown[] }, unknown];
    if (typeof what === "string") note(what, Array.isArray(values) ? values : []);
    else note(what.text, Array.isArray(values) ? values : (what.values ?? []));
    return ask.apply(this, asked);
  } as typeof query;
  return () => {
    pg.Client.prototype.query = query;
  };
}

function watchSqlite(note: Note) {
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (this: Database.Database, text: string) {
    const statement = prepare.call(this, text);
    for (const how of ["run", "get", "all"] as const) {
      const ask = statement[how].bind(statement) as (...values: unknown[]) => unknown;
      Object.assign(statement, {
        [how]: (...values: unknown[]) => {
          note(text, values);
          return ask(...values);
        },
      });
    }
    return statement;
  } as typeof prepare;
  return () => {
    Database.prototype.prepare = prepare;
  };
}

/** A connection that asks the engine for the plans of statements. */
export async function openPlanner(url: string): Promise<{
  /** The faults of a statement's plan: each table that it would read as a whole. */
  wholeReads: (statement: Statement) => Promise<string[]>;
  /**
   * The indexes that a statement would read without the rows of their tables. SQLite does not say so of
   * partial indexes, so on SQLite these are all that it would read.
   */
  coveringIndexes: (statement: Statement) => Promise<string[]>;
  close: () => Promise<void>;
}> {
  if (!onPostgres) {
    const connection = new Database(sqlitePath(url));
    const stepsOf = ({ text, values }: Statement) =>
      connection
        .prepare(`explain query plan ${text}`)
        .all(...values)
        .map((step) => (step as { detail: string }).detail);
    return {
      wholeReads: async (statement) => wholeReadsOnSqlite(statement.text, stepsOf(statement)),
      coveringIndexes: async (statement) =>
        stepsOf(statement).flatMap((step) => / USING (?:COVERING )?INDEX (\w+)/.exec(step)?.[1] ?? []),
      close: async () => {
        connection.close();
      },
    };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Reading a small table as a whole costs least, so that is forbidden, to see whether an index would do.
  for (const way of ["seqscan", "bitmapscan", "hashjoin", "mergejoin"])
    await client.query(`set enable_${way} = off`);
  const planOf = async ({ text, values }: Statement): Promise<Node> => {
    const { rows } = await client.query(`explain (format json) ${text}`, values);
    return rows[0]["QUERY PLAN"][0].Plan;
  };
  return {
    wholeReads: async (statement) => wholeReadsOnPostgres(await planOf(statement)),
    coveringIndexes: async (statement) => indexOnlyScans(await planOf(statement)),
    close: () => client.end(),
  };
}

/** It has one row. */
const neverGrows = "public_version";

/** An index may be read from its end without a condition where a limit stops it, and nothing sorts first. */
function wholeReadsOnSqlite(text: string, steps: string[]): string[] {
  // Of an insert the plan tells how foreign keys would be mended that are broken, and none ever is.
  if (/^insert\b/i.test(text)) return [];
  const stops = /\blimit\b/i.test(text) && !steps.some((step) => step.startsWith("USE TEMP B-TREE"));
  // The rows of a subquery are read as a whole; how they come about is a step of its own.
  const subqueries = steps.flatMap((step) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(step)?.[1] ?? []);
  return steps.filter(
    (step) =>
      /^SCAN (?!\(|CONSTANT)/.test(step) &&
      !subqueries.includes(step.split(" ")[1] ?? "") &&
      !step.includes(neverGrows) &&
      !(stops && / USING .*INDEX /.test(step)),
  );
}

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: Node[];
};

const indexOnlyScans = (node: Node): string[] => [
  ...(node["Node Type"] === "Index Only Scan" ? [node["Index Name"] ?? ""] : []),
  ...(node.Plans ?? []).flatMap(indexOnlyScans),
];

function wholeReadsOnPostgres(node: Node, stops = false): string[] {
  const type = node["Node Type"];
  const whole =
    type === "Seq Scan" || (/Index (Only )?Scan$/.test(type) && node["Index Cond"] === undefined && !stops);
  const inside = type === "Limit" || (stops && !/Sort|Aggregate|Hash/.test(type));
  return [
    ...(whole && node["Relation Name"] !== neverGrows ? [`${type} ${node["Relation Name"] ?? ""}`] : []),
    ...(node.Plans ?? []).flatMap((child) => wholeReadsOnPostgres(child, inside)),
  ];
}
