import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { tableConfig } from "../columns";
import * as schema from "../schema";

/** How a value is stored: both engines have the others in the same form. */
export type Kind = "instant" | "flag" | "bytes" | "text" | "number";

/** A table in words that are true of both engines. */
export type TableShape = {
  name: string;
  columns: { name: string; kind: Kind }[];
  /** The columns of its primary key, by which its rows are read in the same order everywhere. */
  key: { name: string; kind: Kind }[];
};

/** A row's values in the order of the columns: instants in ms, flags as booleans, bytes as a Buffer. */
export type Row = (string | number | boolean | Buffer | null)[];

const kinds: Record<string, Kind> = {
  date: "instant",
  boolean: "flag",
  buffer: "bytes",
  // The bytes of PostgreSQL: see columns.ts.
  custom: "bytes",
  string: "text",
  number: "number",
};

/** Every table of the schema, each after those that its foreign keys name. */
export function tableShapes(): TableShape[] {
  const waiting = Object.values(schema as Record<string, unknown>).filter((each) => is(each, Table));
  const ordered: TableShape[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex((table) =>
      foreignTables(table).every((name) => ordered.some((shape) => shape.name === name)),
    );
    if (at < 0) throw new Error("The foreign keys of the schema form a circle.");
    ordered.push(...waiting.splice(at, 1).map(shapeOf));
  }
  return ordered;
}

type AnyTable = Parameters<typeof tableConfig>[0];

const foreignTables = (table: Table): string[] =>
  tableConfig(table as AnyTable)
    .foreignKeys.map((key) => getTableName(key.reference().foreignTable))
    .filter((name) => name !== getTableName(table));

function shapeOf(table: Table): TableShape {
  const columns = Object.values(getTableColumns(table)).map(({ name, dataType, primary }) => {
    const kind = kinds[dataType];
    if (!kind) throw new Error(`There is no copying of ${dataType} yet.`);
    return { name, kind, primary };
  });
  const composed = tableConfig(table as AnyTable).primaryKeys.flatMap((key) =>
    key.columns.map(({ name }) => name),
  );
  const key = columns.filter(({ name, primary }) => primary || composed.includes(name));
  if (key.length === 0) throw new Error(`${getTableName(table)} has no primary key.`);
  const plain = ({ name, kind }: (typeof columns)[number]) => ({ name, kind });
  return { name: getTableName(table), columns: columns.map(plain), key: key.map(plain) };
}
