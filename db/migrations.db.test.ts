import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from "drizzle-kit/api";
import { expect, it } from "vitest";
import { listAttendees } from "@/lib/tickets/queries";
import { freshDatabase, removeDatabase, runSql } from "@/tests/harness/database";
import { openRows } from "@/tests/harness/rows";
import { closeDatabase, openDatabase } from "./client";
import { onPostgres } from "./database-url";
import { migrateDatabase } from "./migrate";
import * as schema from "./schema";

const migrations = `db/migrations/${onPostgres ? "postgres" : "sqlite"}`;

it("has a migration for everything that the schema says", async () => {
  const meta = `${migrations}/meta`;
  const { entries } = JSON.parse(readFileSync(`${meta}/_journal.json`, "utf8"));
  const last = JSON.parse(
    readFileSync(`${meta}/${String(entries.length - 1).padStart(4, "0")}_snapshot.json`, "utf8"),
  );
  const missing = onPostgres
    ? await generateMigration(last, generateDrizzleJson(schema))
    : await generateSQLiteMigration(last, await generateSQLiteDrizzleJson(schema));
  expect(missing, "run npm run db:generate -- <name of the change>").toEqual([]);
});

/** Migrates a new database with the migrations before the named one only, and returns its address. */
async function databaseBefore(tag: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-migrations-"));
  cpSync(migrations, folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const end = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }));
  const url = await freshDatabase({ migrated: false });
  await migrateDatabase({ url, folder });
  rmSync(folder, { recursive: true });
  return url;
}

const at = new Date("2030-01-01T12:00:00Z");

it("moves the search text of accounts to their tickets and changes nothing else of these", async () => {
  const url = await databaseBefore("0003_ticket-search");
  const rows = await openRows(url);
  const people = ["Zoë", "Łukasz", "Ada"].map((name, n) => ({
    id: `user-${n}`,
    name,
    email: `${n}@example.org`,
    search_text: `${["zoe", "łukasz", "ada"][n]} ${n}@example.org`,
  }));
  await rows.insert(
    "users",
    people.map((user) => ({ ...user, password_hash: "", class: "attendee", created_at: at })),
  );
  await rows.insert("events", [
    {
      ...{ id: "event", name: "Jazz", description: "", location: "Hall", search_text: "jazz hall" },
      ...{ starts_at: at, ends_at: at, time_zone: "Europe/London", duration_minutes: 60 },
      ...{ start_date: "2030-01-01", capacity: 10, allocated: 2, created_by: "user-2" },
      ...{ created_at: at, updated_at: at },
    },
  ]);
  const ticket = (n: number, voidedAt: Date | null) => ({
    ...{ id: `ticket-${n}`, event_id: "event", holder_id: `user-${n}`, code: `code-${n}` },
    ...{ created_at: new Date(at.getTime() + n), voided_at: voidedAt },
    voided_because: voidedAt && "cancelled-by-holder",
  });
  await rows.insert("tickets", [ticket(0, null), ticket(1, null), ticket(2, at)]);
  const before = await rows.sql("select * from tickets order by id");
  const indexesBefore = await indexesOfTickets(url);

  await migrateDatabase({ url });
  const after = await rows.sql("select * from tickets order by id");
  expect(after).toEqual(before.map((row, n) => ({ ...row, search_text: people[n]?.search_text })));
  const indexes = await indexesOfTickets(url);
  expect(indexes.filter((index) => !indexesBefore.includes(index))).toEqual([
    expect.stringMatching(/tickets_event.*holder_id.*search_text/),
  ]);
  expect(indexes).toHaveLength(indexesBefore.length);
  expect(Object.keys((await rows.sql("select * from users"))[0] ?? {})).not.toContain("search_text");
  await rows.close();

  await openDatabase({ url });
  const { attendees } = await listAttendees("event", { q: "zoe 0@", after: null });
  expect(attendees.map(({ name }) => name)).toEqual(["Zoë"]);
  await closeDatabase();
  await removeDatabase(url);
});

async function indexesOfTickets(url: string): Promise<string[]> {
  const found = await runSql(
    url,
    onPostgres
      ? "select indexdef as made from pg_indexes where tablename = 'tickets' order by 1"
      : "select sql as made from sqlite_master where tbl_name = 'tickets' and type = 'index' and sql is not null order by name",
  );
  return (found as { made: string }[]).map(({ made }) => made);
}
