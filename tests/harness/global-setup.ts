import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { startPostgres } from "./postgres";

/** Migrates one database for the whole run; tests use copies of it, see database.ts. */
export default async function prepare({ name }: TestProject) {
  return name === "postgres" ? preparePostgres() : prepareSqlite();
}

async function prepareSqlite() {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-sqlite-"));
  const template = path.join(folder, "template.db");
  await migrateDatabase({ url: `file:${template}` });
  // The processes of the tests start later and inherit it.
  process.env.TEST_SQLITE_TEMPLATE = template;
  return () => rmSync(folder, { recursive: true, force: true });
}

async function preparePostgres() {
  const server = await startPostgres();
  const template = await server.createDatabase("evento_template");
  await migrateDatabase({ url: template });
  process.env.TEST_POSTGRES_TEMPLATE = template;
  return () => server.stop();
}
