import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isPostgres, sqlitePath } from "@/db/database-url";
import { newId } from "@/lib/runtime/ids";
import {
  addAccounts,
  addDoorPasses,
  addDrafts,
  addEvent,
  addPicture,
  addTickets,
  addWaiting,
} from "@/tests/harness/accounts";
import { startPostgres, type TestPostgres } from "@/tests/harness/postgres";
import { openRows, type Row } from "@/tests/harness/rows";
import { startWorld, type World } from "@/tests/harness/world";

let folder: string;
let postgres: TestPostgres;
let world: World;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "evento-copy-"));
  postgres = await startPostgres();
  world = await startWorld();
  await fill(world);
});
afterAll(async () => {
  await world?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date("2030-01-01T12:00:00.123Z");

/** Rows with the words, times and bytes that the engines store in different ways. */
async function fill({ database, join, visitor }: World) {
  const { account: organiser, visitor: host } = await join({ role: "organiser", name: "Zoë 👩‍🚀 Łukasz" });
  const people = await addAccounts(database, Array(1_200).fill({ name: 'O\'Neil "x" \\ ;' }), now);
  const event = await addEvent(
    database,
    { createdBy: organiser.id, capacity: 700, description: "a\r\n\tb" },
    now,
  );
  await addTickets(database, event, people.slice(0, 700), now);
  await addWaiting(database, event, people.slice(700, 720), now);
  await addDoorPasses(database, event, organiser, ["North"], now);
  await addDrafts(database, organiser, [{ name: "50 %" }], now);
  const picture = await addPicture(database, organiser, event, now);
  await database.sql("update picture_files set bytes = ? where picture_id = ? and width = 480", [
    Buffer.from(Array.from({ length: 256 }, (_, n) => n)),
    picture,
  ]);
  await database.sql("update users set reminders = ? where id = ?", [false, organiser.id]);
  await database.insert("passkeys", [
    {
      ...{
        id: newId(),
        credential_id: "bm90IG9uZQ",
        user_id: organiser.id,
        name: "A phone",
        created_at: now,
      },
      // More than fits into four bytes with a sign.
      ...{ public_key: Buffer.from([0, 255]), counter: 2 ** 32, transports: '["internal"]' },
    },
  ]);
  // Through the server: an edit with its audit entry, a ticket with its mail, and a refused sign-in with its limit.
  const other = await addEvent(database, { createdBy: organiser.id });
  const form = await host.get(`/dashboard/events/${other}/edit`);
  expect((await host.submit(form, "Save changes", { name: "Edited" })).status).toBe(303);
  const { visitor: attendee } = await join();
  const requested = await attendee.submit(await attendee.get(`/events/${other}`), "Request ticket");
  expect(requested.status).toBe(303);
  const guest = visitor();
  const wrong = { email: organiser.email, password: "not the password" };
  await guest.submit(await guest.get("/sign-in"), "Sign in", wrong);
}

const execute = promisify(execFile);

/** Runs the command, and returns its exit code and what it said. */
async function copy(from: string, to: string): Promise<{ code: number; said: string }> {
  const args = ["build/copy-database.mjs", "--from", from, "--to", to];
  return execute(process.execPath, args, { env: { ...process.env, DATABASE_URL: "" } }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code, said: stderr }),
  );
}

/** Every row, with values in one form for both engines. */
async function contents(url: string): Promise<Record<string, string[]>> {
  const rows = await openRows(url);
  // A number as text, because PostgreSQL's driver returns a bigint like that.
  const plain = (value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (value instanceof Date) return String(value.getTime());
    return typeof value === "boolean" || typeof value === "number" ? String(Number(value)) : value;
  };
  const line = (row: Row) =>
    JSON.stringify(
      Object.keys(row)
        .sort()
        .map((name) => [name, plain(row[name])]),
    );
  const dumped = await rows.dump();
  const [version] = await rows.sql("select version from public_version");
  await rows.close();
  const tables = Object.entries(dumped).map(([name, all]) => [name, all.map(line).sort()]);
  return { ...Object.fromEntries(tables), public_version: [String(version?.version)] };
}

const triggersOf = async (url: string) => {
  const rows = await openRows(url);
  const names = await rows.sql(
    isPostgres(url)
      ? "select tgname as name from pg_trigger where not tgisinternal order by 1"
      : "select name from sqlite_master where type = 'trigger' order by 1",
  );
  await rows.close();
  return names.map(({ name }) => name);
};

it("moves an installation to PostgreSQL and back, every row as it was, and serves from the copy", async () => {
  await expect.poll(() => world.database.sql("select id from outbox where state = 'queued'")).toEqual([]);
  // Beside a server that could still change the source.
  const target = await postgres.createDatabase("moved");
  const running = await copy(world.databaseUrl, target);
  expect(running).toEqual({ code: 1, said: expect.stringMatching(/^Another Evento is running[^\n]*\n$/) });
  await world.server.stop();

  const before = await contents(world.databaseUrl);
  const there = await copy(world.databaseUrl, target);
  expect(there).toEqual({
    code: 0,
    said: expect.stringMatching(/^Copied [\d,]+ rows of \d+ tables [^\n]*\n$/),
  });
  for (const [name, rows] of Object.entries(before))
    expect(there.said).toContain(`${name} ${rows.length.toLocaleString("en-GB")}`);
  expect(there.said).not.toContain(new URL(target).password);
  // Nothing is compared that is not there.
  for (const name of [
    "audit_log",
    "outbox",
    "rate_limits",
    "picture_files",
    "passkeys",
    "waiting_list_entries",
  ])
    expect(before[name], name).not.toEqual([]);
  expect(await contents(target)).toEqual(before);
  expect(await triggersOf(target)).toEqual(await triggersOf(world.databaseUrl));

  const back = `file:${path.join(folder, "back.db")}`;
  expect((await copy(target, back)).code).toBe(0);
  // Nobody else may read it.
  expect(statSync(sqlitePath(back)).mode & 0o077).toBe(0);
  expect(await contents(back)).toEqual(before);
  expect(await triggersOf(back)).toEqual(await triggersOf(target));

  const served = await startWorld({ databaseUrl: target });
  try {
    const [person] = await served.database.sql("select id, name, email from users where role = 'organiser'");
    const events = await served.database.sql("select id from events order by capacity");
    const [edited, full] = events.map(({ id }) => id);
    const host = await served.as(person as never);
    expect((await host.get(`/dashboard/events/${full}`)).text).toContain("700");
    const saved = await host.submit(await host.get(`/dashboard/events/${edited}/edit`), "Save changes", {
      name: "After the move",
    });
    expect(saved.status).toBe(303);
    // A connected server refuses a copy from it.
    const again = await copy(target, `file:${path.join(folder, "again.db")}`);
    expect(again).toEqual({ code: 1, said: expect.stringMatching(/^Other programs are connected[^\n]*\n$/) });
  } finally {
    await served.stop();
  }
}, 180_000);

it("refuses what is no such pair, is not empty or is of another version, in one sentence and without a change", async () => {
  const source = await postgres.createDatabase("source");
  const good = `file:${path.join(folder, "good.db")}`;
  const served = await startWorld({ databaseUrl: good });
  await addAccounts(served.database, [{}]);
  await served.stop();
  expect((await copy(good, source)).code).toBe(0);

  const full = await contents(source);
  expect(await copy(good, source)).toEqual({ code: 1, said: expect.stringMatching(/is not empty[^\n]*\n$/) });
  expect(await contents(source)).toEqual(full);

  const foreign = await postgres.createDatabase("foreign");
  const rows = await openRows(foreign);
  await rows.sql("create table recipes (id text)");
  await rows.close();
  expect((await copy(good, foreign)).said).toMatch(/belongs to another program[^\n]*\n$/);

  expect((await copy(good, "postgres://nobody@127.0.0.1:9/none")).said).toMatch(/cannot be reached/);

  // A target that does not keep what it is given.
  const careless = await postgres.createDatabase("careless", "source");
  const changing = await openRows(careless);
  await changing.sql("truncate users cascade");
  await changing.sql(
    `create function change_name() returns trigger language plpgsql as
       $$ begin new.name := 'Somebody'; return new; end $$`,
  );
  await changing.sql(
    "create trigger change_name before insert on users for each row execute function change_name()",
  );
  await changing.close();
  expect((await copy(good, careless)).said).toMatch(/^The copy was undone, as the rows of users [^\n]*\n$/);
  expect((await contents(careless)).users).toEqual([]);

  const old = await openRows(good);
  await old.sql("delete from evento_migrations where made_at = (select max(made_at) from evento_migrations)");
  await old.close();
  const target = await postgres.createDatabase("unused");
  expect((await copy(good, target)).said).toMatch(/of another version of Evento[^\n]*\n$/);
  const untouched = await openRows(target);
  expect(await untouched.dump()).toEqual({});
  await untouched.close();

  const missing = `file:${path.join(folder, "missing.db")}`;
  expect((await copy(missing, target)).said).toMatch(/^There is no database at [^\n]*\n$/);
  expect((await copy(good, `file:${path.join(folder, "other.db")}`)).said).toMatch(
    /^This copies from SQLite/,
  );
  expect((await copy(good, "elsewhere")).said).toMatch(/^Name both databases/);
}, 120_000);
