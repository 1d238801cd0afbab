import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runSql, withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket } from "@/tests/harness/factories";

describe("scripts/restore.mjs", () => {
  const source = withDatabase();
  let folder = "";
  let backup = "";
  let file = "";
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "evento-restore-"));
    backup = path.join(folder, "backup.db");
    file = path.join(folder, "data", "evento.db");
    await createTicket({ eventId: (await createEvent()).id });
    expect(run("backup", [backup], source.url).status).toBe(0);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(name: string, args: string[], url = `file:${file}`) {
    const env = { ...process.env, DATABASE_URL: url, INIT_CWD: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${name}.mjs`, ...args], {
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  const names = () => readdirSync(path.dirname(file)).sort();
  const countTickets = (of = file) => runSql(`file:${of}`, "select count(*) as n from tickets");

  it("puts a backup where there was no database, readable by its owner only", async () => {
    const { status, stdout } = run("restore", ["backup.db"]);
    expect(stdout).toBe(`Restored ${file} from ${backup}, checked; there was no database before.\n`);
    expect(status).toBe(0);
    expect(names()).toEqual(["evento.db", "evento.db.lock"]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await countTickets()).toEqual([{ n: 1 }]);
  });

  it("ends the sessions in the restored database, and leaves the backup as it is", async () => {
    await runSql(source.url, "insert into sessions select 'a session', id, 0, 0, '' from users limit 1");
    expect(run("backup", ["signed-in.db"], source.url).status).toBe(0);
    expect(run("restore", ["signed-in.db"]).status).toBe(0);
    const countSessions = (of: string) => runSql(`file:${of}`, "select count(*) as n from sessions");
    expect(await countSessions(path.join(folder, "signed-in.db"))).toEqual([{ n: 1 }]);
    expect(await countSessions(file)).toEqual([{ n: 0 }]);
    expect(await countTickets()).toEqual([{ n: 1 }]);
  });

  it("moves the files of the old database away, from where they can be restored again", async () => {
    run("restore", [backup]);
    const old = new Database(file);
    old.pragma("journal_mode = wal");
    old.exec("insert into public_version values (1, 7)");
    // As after a loss of power: the last change is in the log alone.
    for (const ending of ["", "-wal"]) copyFileSync(file + ending, path.join(folder, `old.db${ending}`));
    old.close();
    for (const ending of ["", "-wal"]) copyFileSync(path.join(folder, `old.db${ending}`), file + ending);
    writeFileSync(`${file}-shm`, "");

    const { stdout } = run("restore", [backup]);
    const away = /; the database that was there is now (\S+\.replaced-\d{4}-\d\d-\d\dT\d{6})\.\n$/.exec(
      stdout,
    )?.[1];
    expect(names()).toEqual([
      ...["evento.db", "evento.db.lock", path.basename(String(away))],
      ...["-shm", "-wal"].map((ending) => path.basename(`${away}${ending}`)),
    ]);
    for (const ending of ["", "-wal"])
      expect(readFileSync(away + ending)).toEqual(readFileSync(path.join(folder, `old.db${ending}`)));
    expect(await runSql(`file:${file}`, "select * from public_version")).toEqual([]);

    const other = path.join(folder, "other", "evento.db");
    expect(run("restore", [String(away)], `file:${other}`).status).toBe(0);
    expect(await runSql(`file:${other}`, "select version from public_version")).toEqual([{ version: 7 }]);
    expect(readdirSync(path.dirname(other)).sort()).toEqual(["evento.db", "evento.db.lock"]);
  });

  it("refuses while a server has the database, and changes nothing", async () => {
    run("restore", [backup]);
    const server = new Database(`${file}.lock`);
    server.exec("begin exclusive");
    const before = [names(), statSync(file).ino];
    const { status, stderr } = run("restore", [backup]);
    expect([status, stderr]).toEqual([1, `Evento is running with the database ${file}: stop it first.\n`]);
    expect([names(), statSync(file).ino]).toEqual(before);
    server.close();
  });

  it.each<[string, () => string[], RegExp]>([
    ["without a file", () => [], /^Name one file/],
    ["with two files", () => [backup, backup], /^Name one file/],
    ["a file that is not there", () => ["nowhere.db"], /^There is no file \S+nowhere\.db: name a backup/],
    ["a folder", () => ["."], /^There is no file/],
    ["an empty file", () => [written("")], /not sound: it is empty/],
    ["text", () => [written("hello ".repeat(1_000))], /not sound: SQLite says: file is not a database/],
    ["another program's database", () => [changed("create table a (b)", "other.db")], /it is not Evento's/],
    [
      "a damaged one",
      () => [written(readFileSync(backup).fill(0x77, 3 * 4_096, 6 * 4_096))],
      /not sound: SQLite says/,
    ],
    [
      "one whose rows have lost others",
      () => [changed("pragma foreign_keys = off; update events set created_by = 'nobody'")],
      /rows have lost the rows they belong to/,
    ],
    [
      "one of a newer Evento",
      () => [changed("insert into evento_migrations values (9999999999999)")],
      /it was made by a newer Evento, so install that version first/,
    ],
    ["the database itself", () => [file], /is the database itself/],
  ])("refuses %s with one sentence, and changes nothing", (_, given, sentence) => {
    run("restore", [backup]);
    const before = [names(), statSync(file).ino];
    const { status, stderr } = run("restore", given());
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(1);
    expect([names(), statSync(file).ino]).toEqual(before);
  });

  function written(contents: string | Buffer) {
    writeFileSync(path.join(folder, "given.db"), contents);
    return "given.db";
  }
  function changed(statements: string, name = "given.db") {
    const given = path.join(folder, name);
    if (name === "given.db") copyFileSync(backup, given);
    const connection = new Database(given);
    connection.exec(statements);
    connection.close();
    return given;
  }

  it("is for SQLite", () => {
    const { status, stderr } = run("restore", [backup], "postgres://localhost/evento");
    expect([status, stderr]).toEqual([1, expect.stringMatching(/pg_restore[^\n]*\n$/)]);
  });
});
