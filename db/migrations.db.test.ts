import { readFileSync } from "node:fs";
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from "drizzle-kit/api";
import { expect, it } from "vitest";
import { onPostgres } from "./database-url";
import * as schema from "./schema";

it("has a migration for everything that the schema says", async () => {
  const meta = `db/migrations/${onPostgres ? "postgres" : "sqlite"}/meta`;
  const { entries } = JSON.parse(readFileSync(`${meta}/_journal.json`, "utf8"));
  const last = JSON.parse(
    readFileSync(`${meta}/${String(entries.length - 1).padStart(4, "0")}_snapshot.json`, "utf8"),
  );
  const missing = onPostgres
    ? await generateMigration(last, generateDrizzleJson(schema))
    : await generateSQLiteMigration(last, await generateSQLiteDrizzleJson(schema));
  expect(missing, "run npm run db:generate -- <name of the change>").toEqual([]);
});
