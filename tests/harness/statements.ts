import Database from "better-sqlite3";
import pg from "pg";
import { onPostgres, sqlitePath } from "@/db/database-url";

export type Statement = { text: string; values: unknown[] };

/**
 * Watches new connections until `stop`, and records their statements while `record` runs `work`: each statement
 * once, with its first values.
 */
export function recordStatements() {
  const recorded = new Map<string, Statement>();
  let recording = false;
  let inOrder: string[] = [];
  const note = (text: string, values: unknown[]) => {
    if (recording && !recorded.has(text)) recorded.set(text, { text, values });
    inOrder.push(text);
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
    /** The text of every statement, in order and as often as it ran, without the settings of a new connection. */
    textsOf: async (work: () => Promise<unknown>): Promise<string[]> => {
      inOrder = [];
      await work();
      const texts = inOrder.filter((text) => !text.startsWith("set "));
      inOrder = [];
      return texts;
    },
    /** How often a statement that fits has run, since the last `textsOf`. */
    countOf: (fits: RegExp): number => inOrder.filter((text) => fits.test(text)).length,
    /** The recorded statements, without those that begin and end transactions. */
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

/** A connection that returns the engine's plans of statements. */
export async function openPlanner(url: string): Promise<{
  /** Each table that a statement would read as a whole. */
  wholeReads: (statement: Statement) => Promise<string[]>;
  /**
   * The indexes that a statement would read without the rows of their tables; on SQLite all indexes, because it
   * does not report that for partial ones.
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
  // Small tables are cheapest to read as a whole; without these plans, PostgreSQL shows whether an index fits.
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

/** A scan of an index without a condition is fine with a limit, unless a sort comes first. */
function wholeReadsOnSqlite(text: string, steps: string[]): string[] {
  // The plan of an insert contains only checks of foreign keys.
  if (/^insert\b/i.test(text)) return [];
  const stops = /\blimit\b/i.test(text) && !steps.some((step) => step.startsWith("USE TEMP B-TREE"));
  // The result of a subquery may be read as a whole; its own plan is another step.
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
