import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase, removeDatabase, runSql, withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { closeDatabase, type Db, openDatabase, reader, transaction } from "./client";
import { onPostgres } from "./database-url";
import { migrateDatabase } from "./migrate";
import { auditLog, eventOrganisers, events, tickets, users } from "./schema";
import { StartupError } from "./startup-error";
import { missingTriggers } from "./triggers";

const database = withDatabase({ own: true });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "evento-migrations-"));
  cpSync(`db/migrations/${onPostgres ? "postgres" : "sqlite"}`, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Adds a migration to the copied folder, as drizzle-kit writes them. */
function addMigration(...statements: string[]) {
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const tag = `${journal.entries.length}_test`;
  const when = Math.max(...journal.entries.map((entry: { when: number }) => entry.when)) + 1;
  journal.entries.push({ idx: journal.entries.length, version: "6", when, tag, breakpoints: true });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(path.join(folder, `${tag}.sql`), statements.join("\n--> statement-breakpoint\n"));
}

/** Changes a column of events; SQLite has to copy the whole table. */
async function rebuildOfEvents() {
  if (onPostgres) return ["alter table events alter column capacity type bigint"];
  const made = await reader().all<{ name: string; sql: string | null; type: string }>(
    sql`select name, sql, type from sqlite_master where tbl_name = 'events' and type in ('table', 'index')`,
  );
  const table = made.find(({ type }) => type === "table")?.sql ?? "";
  const indexes = made.flatMap(({ type, sql: statement }) =>
    type === "index" && statement ? [statement] : [],
  );
  return [
    "PRAGMA foreign_keys=OFF;",
    table
      .replace(/^CREATE TABLE [`"]events[`"]/, "CREATE TABLE `__new_events`")
      .replaceAll('"events".', '"__new_events".'),
    "INSERT INTO `__new_events` SELECT * FROM `events`;",
    "DROP TABLE `events`;",
    "ALTER TABLE `__new_events` RENAME TO `events`;",
    "PRAGMA foreign_keys=ON;",
    ...indexes,
  ];
}

const everything = async (db: Db) => [
  await db.select().from(users).orderBy(users.id),
  await db.select().from(events).orderBy(events.id),
  await db.select().from(eventOrganisers).orderBy(eventOrganisers.eventId),
  await db.select().from(tickets).orderBy(tickets.id),
  await db.select().from(auditLog),
];

async function fill() {
  const event = await createEvent();
  await createEvent({ cancelledAt: testNow });
  await createTicket({ eventId: event.id });
  await createTicket({ eventId: event.id, voidedAt: testNow });
  await transaction(async (tx) =>
    tx.insert(auditLog).values({ id: "1", at: testNow, action: "a", subject: event.id, details: "{}" }),
  );
  return everything(reader());
}

async function migrateAgain(options: { mendTriggers?: boolean } = {}) {
  await closeDatabase();
  await migrateDatabase({ url: database.url, folder, ...options });
  await openDatabase({ url: database.url });
}

describe("a filled database whose events are rebuilt", () => {
  it("keeps its rows, their children and its triggers", async () => {
    const before = await fill();
    addMigration(...(await rebuildOfEvents()));
    await migrateAgain();
    expect(await everything(reader())).toEqual(before);
    const moved = transaction(async (tx) => tx.update(events).set({ durationMinutes: 5 }));
    await expect(moved).rejects.toSatisfy((error: Error) =>
      /events_schedule_is_final/.test(`${error.message} ${error.cause}`),
    );
    const orphan = createTicket({ eventId: "nothing" });
    await expect(orphan).rejects.toSatisfy((error: Error) =>
      /foreign key/i.test(`${error.message} ${error.cause}`),
    );
  });

  it("stays unchanged after a migration that would orphan rows", async () => {
    const before = await fill();
    addMigration("delete from events");
    await expect(migrateAgain()).rejects.toThrow(/tickets|event_organisers/);
    await openDatabase({ url: database.url });
    expect(await everything(reader())).toEqual(before);
  });

  it("stays unchanged after a migration that fails half-way", async () => {
    const before = await fill();
    addMigration(
      "create table extras (id text)",
      ...(await rebuildOfEvents()),
      "insert into nothing values (1)",
    );
    await expect(migrateAgain()).rejects.toThrow(/nothing/);
    await openDatabase({ url: database.url });
    expect(await everything(reader())).toEqual(before);
    await expect(runSql(database.url, "select * from extras")).rejects.toThrow(/extras/);
  });
});

describe("migrating", () => {
  it("changes nothing without new migrations", async () => {
    const before = await fill();
    await migrateAgain();
    await migrateAgain();
    expect(await everything(reader())).toEqual(before);
  });

  it("happens once when several processes start together with an empty database", async () => {
    const url = await freshDatabase({ migrated: false });
    await Promise.all(Array.from({ length: 4 }, () => migrateDatabase({ url })));
    await openDatabase({ url });
    await createUser();
    expect(await reader().select().from(users)).toHaveLength(1);
    await closeDatabase();
    await removeDatabase(url);
  });

  it("refuses a database of a newer version", async () => {
    const shipped = mkdtempSync(path.join(tmpdir(), "evento-shipped-"));
    cpSync(folder, shipped, { recursive: true });
    addMigration("create table extras (id text)");
    await migrateAgain();
    await expect(migrateDatabase({ url: database.url, folder: shipped })).rejects.toThrow(/newer Evento/);
    rmSync(shipped, { recursive: true });
  });

  it("never cascades deletes", () => {
    const [file] = JSON.parse(readFileSync(path.join(folder, "meta/_journal.json"), "utf8")).entries;
    const statements = readFileSync(path.join(folder, `${file.tag}.sql`), "utf8");
    expect(statements).toMatch(/references/i);
    expect(statements).not.toMatch(/cascade/i);
  });
});

describe("a database that is not as Evento made it", () => {
  const onTable = onPostgres ? "events drop constraint events_never_oversold" : "events add extra text";

  it.each([
    ["an index is missing", "drop index tickets_one_active_each", /lacks the index tickets_one_active_each/],
    [
      "an index is another",
      "drop index tickets_code; create index tickets_code on tickets (code)",
      /has another index tickets_code than/,
    ],
    ["a table is missing", "drop table public_version", /lacks the (table|column) public_version/],
    [
      "a column is missing",
      "alter table sessions drop column user_agent",
      /lacks the column sessions.user_agent|has another table sessions/,
    ],
    ["a table is another", `alter table ${onTable}`, /events_never_oversold|has another table events/],
  ])("is refused if %s, and stays as it is", async (_, statements, sentence) => {
    const before = await fill();
    await closeDatabase();
    for (const statement of statements.split("; ")) await runSql(database.url, statement);
    const refused = await migrateDatabase({ url: database.url }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartupError);
    expect((refused as Error).message).toMatch(sentence);
    expect((refused as Error).message).toMatch(
      /^The database \S+.* is damaged, as it [^.]*(\.\w+)?[^.]*: restore a backup\.$/,
    );
    if (!/column|add/.test(statements)) {
      await openDatabase({ url: database.url });
      expect(await everything(reader())).toEqual(before);
    }
  });

  it("is accepted with what an administrator added", async () => {
    await runSql(database.url, "create table notes (id integer)");
    await runSql(database.url, "create index users_by_name on users (name)");
    await migrateAgain();
  });

  it("is refused if it is another program's, and stays as it is", async () => {
    const url = await freshDatabase({ migrated: false });
    await runSql(url, "create table bookmarks (id integer)");
    const refused = migrateDatabase({ url });
    await expect(refused).rejects.toThrow(
      /^The database .* belongs to another program \(its tables are bookmarks\)/,
    );
    await expect(runSql(url, "select * from users")).rejects.toThrow(/users/);
    await removeDatabase(url);
  });

  it("is made where there was none, which is reported once", async () => {
    const url = await freshDatabase({ migrated: false });
    const { madeAt } = await migrateDatabase({ url });
    expect(madeAt).toMatch(onPostgres ? /^test_\w+ at 127\.0\.0\.1:\d+$/ : /^\/.*\.db$/);
    expect(await migrateDatabase({ url })).toEqual({ madeAt: null });
    await removeDatabase(url);
  });
});

describe("a database without one of its triggers", () => {
  const drop = `drop trigger tickets_are_final${onPostgres ? " on tickets" : ""}`;

  it("is refused at the start, and repaired on request", async () => {
    await runSql(database.url, drop);
    const refused = openDatabase({ url: database.url });
    await expect(refused).rejects.toThrow(
      "The database lacks its trigger tickets_are_final: run npm run db:migrate.",
    );
    await expect(openDatabase({ url: database.url })).rejects.toBeInstanceOf(StartupError);
    await expect(migrateAgain()).rejects.toThrow(
      /^The database .* lacks its trigger tickets_are_final, .*: restore a backup, or run npm run db:migrate/,
    );
    await migrateAgain({ mendTriggers: true });
    await migrateAgain();
  });

  it("has it again after the next migration", async () => {
    await runSql(database.url, drop);
    addMigration("create table extras (id text)");
    await migrateAgain();
  });

  it("is recognised by the trigger's name", () => {
    expect(missingTriggers([])).toContain("events_schedule_is_final");
  });
});
