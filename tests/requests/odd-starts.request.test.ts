import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { openVisitor } from "@/tests/harness/http-client";
import { type RunningServer, startServer } from "@/tests/harness/server";

type Connection = Database.Database;

const root = mkdtempSync(path.join(tmpdir(), "evento-odd-starts-"));
const whole = path.join(root, "whole.db");
beforeAll(async () => {
  await migrateDatabase({ url: `file:${whole}` });
  change(whole, (connection) => {
    const insert = connection.prepare("insert into rate_limits values (?, 1, 1, 1, 1)");
    for (let n = 0; n < 500; n += 1) insert.run(`${n}`.padEnd(200, "x"));
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let files = 0;
const newFile = () => {
  files += 1;
  const folder = path.join(root, String(files));
  mkdirSync(folder);
  return path.join(folder, "evento.db");
};

function change(file: string, work: string | ((connection: Connection) => void)) {
  const connection = new Database(file);
  if (typeof work === "string") connection.exec(work);
  else work(connection);
  connection.pragma("wal_checkpoint(truncate)");
  connection.close();
}

/** Makes a copy of the whole database and changes it by SQL. */
const changed = (statements: string) => (file: string) => {
  copyFileSync(whole, file);
  change(file, statements);
};

/** Makes a copy of the whole database and overwrites a part of it. */
const overwritten = (from: (length: number) => number, to: (length: number) => number) => (file: string) => {
  const bytes = readFileSync(whole);
  writeFileSync(file, bytes.fill(0x77, from(bytes.length), to(bytes.length)));
};

const indexOf = (file: string, name: string) => {
  const connection = new Database(file, { readonly: true });
  const found = connection.prepare("select name from sqlite_master where name = ?").pluck().all(name);
  connection.close();
  return found;
};

type Prepare = (file: string) => unknown;

/** The output of a server that is expected not to start. */
async function refusal(databaseUrl: string, env: Record<string, string> = {}): Promise<string> {
  const started = await startServer({ databaseUrl, env }).catch((error: Error) => error);
  if (started instanceof Error)
    return started.message.replace(/^The server ended before it was ready:\n/, "");
  await started.stop();
  throw new Error(`The server started:\n${started.log()}`);
}

const oneSentence = /^[^\n]+\.\n$/;

describe("a start is refused with one sentence, and changes nothing,", () => {
  it.concurrent.each<[string, Prepare, RegExp]>([
    ["for a folder", (file) => mkdirSync(file), /is a folder: add a file's name/],
    [
      "for an empty file",
      (file) => writeFileSync(file, ""),
      /is empty: restore a backup, or delete the file/,
    ],
    [
      "for text",
      (file) => writeFileSync(file, "hello ".repeat(1_000)),
      /is not an Evento database: move it away/,
    ],
    ["for a write-ahead log alone", (file) => writeFileSync(`${file}-wal`, "x"), /is missing, but not its/],
    [
      "for another program's database",
      (file) => change(file, "create table bookmarks (url text); insert into bookmarks values ('a')"),
      /belongs to another program \(its tables are bookmarks\): correct DATABASE_URL/,
    ],
    [
      "for a damaged header",
      overwritten(
        () => 0,
        () => 16,
      ),
      /is not an Evento database/,
    ],
    [
      "for a damaged schema",
      overwritten(
        () => 100,
        () => 4_096,
      ),
      /is damaged \(.+\): restore a backup/,
    ],
    [
      "for a file that is cut off",
      (file) => {
        copyFileSync(whole, file);
        truncateSync(file, 8_192);
      },
      /is damaged \(.+\): restore a backup/,
    ],
    [
      "without the index that allows one active ticket for each person",
      changed("drop index tickets_one_active_each"),
      /is damaged, as it lacks the index tickets_one_active_each: restore a backup/,
    ],
    [
      "with that index for void tickets too",
      changed(
        "drop index tickets_one_active_each; create unique index tickets_one_active_each on tickets (holder_id, event_id)",
      ),
      /it has another index tickets_one_active_each than Evento makes/,
    ],
    ["without a table", changed("drop table public_version"), /it lacks the table public_version/],
    [
      "without a trigger",
      changed("drop trigger tickets_are_final"),
      /lacks its trigger tickets_are_final, so it may hold what Evento would have refused: restore a backup, or run/,
    ],
    [
      "without a column",
      changed("alter table sessions drop column user_agent"),
      /it has another table sessions than Evento makes/,
    ],
    [
      "with a weaker constraint",
      (file) => {
        copyFileSync(whole, file);
        change(file, (connection) => {
          connection.unsafeMode();
          connection.pragma("writable_schema = on");
          connection.exec(
            "update sqlite_master set sql = replace(sql, 'between 1 and 1000000', 'between 0 and 9')",
          );
        });
      },
      /it has another table events than Evento makes/,
    ],
    [
      "of a newer version",
      changed("insert into evento_migrations values (9999999999999)"),
      /was used by a newer Evento: install that version/,
    ],
  ])("%s", async (_, prepare, sentence) => {
    const file = newFile();
    prepare(file);
    const bytes = () => {
      try {
        return readFileSync(file);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      }
    };
    const before = bytes();
    const said = await refusal(`file:${file}`);
    expect(said).toMatch(sentence);
    expect(said).toMatch(oneSentence);
    expect(said).toContain(file);
    expect(bytes()).toEqual(before);
  });

  it.concurrent.each<[string, string, RegExp]>([
    [
      "in a folder that is a file",
      "file:/dev/null/evento.db",
      /^The database folder \/dev\/null cannot be written/,
    ],
    [
      "in a folder that cannot be written",
      "file:/proc/evento.db",
      /^The database folder \/proc cannot be written/,
    ],
    ["in memory", "file::memory:", /keeps its database in a file on a local disk/],
    [
      "on a PostgreSQL that is not there",
      "postgres://127.0.0.1:9/evento",
      /cannot be reached \(ECONNREFUSED\)/,
    ],
    ["on a PostgreSQL at no port", "postgres://127.0.0.1:99999/evento", /^DATABASE_URL must be/],
  ])("%s", async (_, url, sentence) => {
    const said = await refusal(url);
    expect(said).toMatch(sentence);
    expect(said).toMatch(oneSentence);
  });

  it.concurrent.each<[string, Record<string, string>]>([
    ["PORT", { PORT: "http" }],
    ["SMTP_URL", { APP_URL: "https://tickets.example.org" }],
    ["AUTH_SECRET", { AUTH_SECRET: "short" }],
    ["TRUSTED_PROXY_HOPS", { TRUSTED_PROXY_HOPS: "one" }],
    ["BACKUP_DIR", { BACKUP_DIR: path.join(root, "nowhere") }],
    ["BACKUP_KEEP", { BACKUP_KEEP: "0" }],
    ["METRICS_TOKEN", { METRICS_TOKEN: "short" }],
  ])("with a wrong %s", async (name, env) => {
    const file = newFile();
    const said = await refusal(`file:${file}`, env);
    expect(said).toMatch(new RegExp(`^${name} `));
    expect(said).toMatch(oneSentence);
  });

  it.concurrent("while another program has locked the file", async ({ onTestFinished }) => {
    const file = newFile();
    copyFileSync(whole, file);
    const lock = new Database(file);
    onTestFinished(() => void lock.close());
    lock.exec("begin immediate");
    const said = await refusal(`file:${file}`);
    expect(said).toMatch(/^The database \S+ is locked by another program: stop that program/);
    expect(said).toMatch(oneSentence);
  });

  it.concurrent("while another Evento serves the file, also through a link", async ({ onTestFinished }) => {
    const file = newFile();
    const link = newFile();
    symlinkSync(file, link);
    const first = await startServer({ databaseUrl: `file:${file}` });
    onTestFinished(async () => void (await first.stop()));
    for (const each of [file, link]) {
      const said = await refusal(`file:${each}`);
      expect(said).toMatch(/^Another Evento is running with the database \S+: stop it first/);
      expect(said).toMatch(oneSentence);
    }
    await migrateDatabase({ url: `file:${file}` });
  });
});

describe("a start is right", () => {
  /** Starts a server and expects it to be ready, with or without a new database. */
  async function starts(file: string, { isNew = false } = {}): Promise<RunningServer> {
    const server = await startServer({ databaseUrl: `file:${file}` });
    const said = server.log().match(/^Made a new database: (.*)$/m)?.[1];
    expect(said).toBe(isNew ? file : undefined);
    return server;
  }

  it.concurrent.for<[string, Prepare, boolean]>([
    ["without a file, which is said", () => {}, true],
    [
      "with a file without tables, which is said",
      (file) => change(file, "create table a (b); drop table a"),
      true,
    ],
    ["with a whole database", (file) => copyFileSync(whole, file), false],
    [
      "with a table and an index of the administrator",
      changed("create table notes (id); create index notes_names on users (name)"),
      false,
    ],
    [
      "after a loss of power, with what was written last",
      (file) => {
        copyFileSync(whole, file);
        const connection = new Database(file);
        connection.exec("insert into public_version values (1, 7)");
        for (const ending of ["", "-wal"]) copyFileSync(file + ending, `${file}.copy${ending}`);
        connection.close();
        for (const ending of ["", "-wal"]) copyFileSync(`${file}.copy${ending}`, file + ending);
      },
      false,
    ],
  ])("%s", async ([name, prepare, isNew], { expect }) => {
    const file = newFile();
    prepare(file);
    const server = await starts(file, { isNew });
    const visitor = openVisitor(server.url);
    await expect.poll(server.log).toContain("the database was checked and is whole");
    expect((await visitor.get("/api/health/ready")).status).toBe(200);
    expect((await visitor.get("/")).status).toBe(200);
    expect(await server.stop()).toBe(0);
    expect(indexOf(file, "tickets_are_final")).toHaveLength(1);
    if (name.includes("power")) {
      const connection = new Database(file, { readonly: true });
      expect(connection.prepare("select version from public_version").pluck().get()).toBe(7);
      connection.close();
    }
  });

  it.concurrent("in a new folder with a strange name", async () => {
    const file = path.join(path.dirname(newFile()), "Ünïcode & #1 %20", "evento 2.db");
    expect(await (await starts(file, { isNew: true })).stop()).toBe(0);
  });

  it.concurrent("after a server that was killed", async () => {
    const file = newFile();
    const killed = await starts(file, { isNew: true });
    process.kill(killed.pid, "SIGKILL");
    await killed.stop();
    expect(await (await starts(file)).stop()).toBe(0);
  });

  it.concurrent("with damaged pages, but the server says so and is not ready", async ({ expect }) => {
    const file = newFile();
    overwritten(
      (length) => length - 5 * 4_096,
      (length) => length,
    )(file);
    const server = await starts(file);
    await expect
      .poll(server.log)
      .toMatch(/"level":50,.*the database is damaged: stop Evento and restore a backup/);
    const visitor = openVisitor(server.url);
    expect((await visitor.get("/api/health/ready")).status).toBe(503);
    expect((await visitor.get("/api/health/live")).status).toBe(200);
    await server.stop();
  });
});
