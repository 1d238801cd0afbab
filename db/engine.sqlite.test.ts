import { statSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { count, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { freshDatabase, withDatabase } from "@/tests/harness/database";
import { createUser } from "@/tests/harness/factories";
import { checkWrites, closeDatabase, type Db, openDatabase, reader, transaction } from "./client";
import { sqlitePath } from "./database-url";
import { migrateDatabase } from "./migrate";
import { retryWhileLocked } from "./retry-while-locked";
import { users } from "./schema";
import {
  assertPragmas,
  assertSqliteVersion,
  connectSqlite,
  explainSqlite,
  hasSpace,
  walLimit,
} from "./sqlite";
import { StartupError } from "./startup-error";
import { DatabaseUnavailable } from "./unavailable";

const database = withDatabase();

describe("transactions", () => {
  it("run one at a time in the order of their calls", async () => {
    const order: string[] = [];
    await Promise.all(
      [1, 2, 3].map((each) =>
        transaction(async (tx) => {
          order.push(`${each} starts`);
          await tx.select().from(users);
          order.push(`${each} ends`);
        }),
      ),
    );
    expect(order).toEqual(["1 starts", "1 ends", "2 starts", "2 ends", "3 starts", "3 ends"]);
  });

  it("are rolled back when the disk is full, and work again afterwards", async () => {
    const failed = transaction(async (tx) => {
      await tx.run(sql`pragma max_page_count = 60`);
      for (;;) await tx.run(sql`insert into rate_limits values (hex(randomblob(2000)), 1, 1, 1, 1)`);
    });
    await expect(failed).rejects.toThrow(DatabaseUnavailable);
    await expect(failed).rejects.toHaveProperty("cause.cause.code", "SQLITE_FULL");
    await transaction(async (tx) => tx.run(sql`pragma max_page_count = 1000000`));
    await createUser();
    expect(await reader().select({ users: count() }).from(users)).toEqual([{ users: 1 }]);
    expect(await reader().all(sql`select count(*) as kept from rate_limits`)).toEqual([{ kept: 0 }]);
  });

  it("are tried by checkWrites after a full disk alone, until one succeeds", async () => {
    let tries = 0;
    const write = async (tx: Db) => {
      tries += 1;
      await tx.run(sql`insert into rate_limits values (hex(randomblob(200000)), 1, 1, 1, 1)`);
    };
    await checkWrites(write);
    expect(tries).toBe(0);
    await transaction(async (tx) => tx.run(sql`pragma max_page_count = 60`));
    await expect(transaction(write)).rejects.toThrow(DatabaseUnavailable);
    await expect(checkWrites(write)).rejects.toThrow(DatabaseUnavailable);
    await transaction(async (tx) => tx.run(sql`pragma max_page_count = 1000000`));
    await checkWrites(write);
    await checkWrites(write);
    expect(tries).toBe(3);
  });

  it.each([
    ["without a free block", { bavail: 0, bsize: 4_096, blocks: 1_000 }, false],
    ["with space for a few pages", { bavail: 255, bsize: 4_096, blocks: 1_000 }, false],
    ["with a megabyte", { bavail: 256, bsize: 4_096, blocks: 1_000 }, true],
    ["that counts no blocks", { bavail: 0, bsize: 4_096, blocks: 0 }, true],
  ])("after a full disk find a disk %s", (_, stats, enough) => {
    expect(hasSpace(stats)).toBe(enough);
  });

  it("are the only way to write: the reader cannot", async () => {
    const { id } = await createUser();
    await expect(async () => reader().delete(users)).rejects.toThrow(/readonly/);
    expect(await reader().select({ id: users.id }).from(users)).toEqual([{ id }]);
  });
});

describe("the write-ahead log", () => {
  const size = () => statSync(`${sqlitePath(database.url)}-wal`).size;
  const write = (times: number) =>
    transaction(async (tx) => {
      for (let n = 0; n < times; n += 1)
        await tx.run(sql`insert or replace into rate_limits values (${n}, 1, 1, 1, randomblob(1000000))`);
    });

  it("shrinks again after a long reader let it grow", async () => {
    const other = new Database(sqlitePath(database.url));
    other.exec("begin; select * from rate_limits");
    for (let n = 0; n < 3; n += 1) await write(4);
    expect(size()).toBeGreaterThan(walLimit);
    other.close();
    // The first commit copies the log into the database; the next begins the log again.
    for (let n = 0; n < 2; n += 1) await write(1);
    expect(size()).toBeLessThanOrEqual(walLimit);
  });
});

describe("a commit that finds the file locked", () => {
  // In WAL mode a commit is hardly ever refused; with a rollback journal, any reader prevents it.
  async function lockedCommit() {
    const file = sqlitePath(await freshDatabase({ migrated: false }));
    const writer = new Database(file, { timeout: 0 });
    writer.exec("create table notes (note text); begin immediate; insert into notes values ('a')");
    const other = new Database(file);
    other.exec("begin; select * from notes");
    return { writer, other };
  }

  it("is repeated until the lock is released", async () => {
    const { writer, other } = await lockedCommit();
    let tries = 0;
    await retryWhileLocked(() => {
      tries += 1;
      if (tries === 3) other.exec("commit");
      writer.exec("commit");
    }, performance.now() + 20_000);
    expect(tries).toBe(3);
    expect(writer.inTransaction).toBe(false);
  });

  it("fails at the limit", async () => {
    const { writer, other } = await lockedCommit();
    const given = retryWhileLocked(() => writer.exec("commit"), performance.now() + 30);
    await expect(given).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(writer.inTransaction).toBe(true);
    other.close();
  });
});

describe("every connection", () => {
  it("commits to the disk and enforces foreign keys, also for an existing file", () => {
    for (let opened = 0; opened < 2; opened += 1) {
      const connection = connectSqlite(sqlitePath(database.url));
      const values = ["journal_mode", "synchronous", "foreign_keys"].map((name) =>
        connection.pragma(name, { simple: true }),
      );
      expect(values).toEqual(["wal", 2, 1]);
      connection.close();
    }
  });

  it.each([
    ["synchronous = NORMAL", "SQLite's synchronous is 1 and not 2"],
    ["foreign_keys = OFF", "SQLite's foreign_keys is 0 and not 1"],
  ])("is refused with %s", (pragma, sentence) => {
    const connection = connectSqlite(sqlitePath(database.url));
    connection.pragma(pragma);
    expect(() => assertPragmas(connection)).toThrow(sentence);
    connection.close();
  });

  it("is refused without a write-ahead log", () => {
    expect(() => connectSqlite(":memory:")).toThrow("SQLite's journal_mode is memory and not wal");
  });
});

describe("the start", () => {
  it.each(["3.51.2", "3.46.1", "2.99.99"])("refuses SQLite %s", (version) => {
    expect(() => assertSqliteVersion(version)).toThrow(StartupError);
  });

  it.each(["3.51.3", "3.52.0", "4.0.0"])("accepts SQLite %s", (version) => {
    expect(() => assertSqliteVersion(version)).not.toThrow();
  });

  it("creates the folder of the file", async () => {
    const url = `${database.url}-folder/below/evento.db`;
    await migrateDatabase({ url });
    await openDatabase({ url });
    expect(await reader().select().from(users)).toEqual([]);
  });

  it("refuses a folder that cannot be created or written", async () => {
    const below = { url: `${database.url}/evento.db` };
    const sentence = /^The database folder .*test_\w+\.db cannot be written \(E\w+\): make it writable/;
    await expect(migrateDatabase(below)).rejects.toThrow(sentence);
    await expect(openDatabase(below)).rejects.toThrow(StartupError);
  });

  it.each([
    [
      "SQLITE_READONLY_DIRECTORY",
      /^The database \/srv\/evento\.db cannot be written .*: make it and its folder writable/,
    ],
    ["SQLITE_CANTOPEN", /^The database folder \/srv cannot be written/],
    ["SQLITE_CORRUPT_INDEX", /is damaged \(odd\): restore a backup/],
    ["SQLITE_BUSY_SNAPSHOT", /is locked by another program: stop that program/],
    ["SQLITE_FULL", /is full: free some space, then start again/],
    ["SQLITE_IOERR_READ", /cannot be used \(odd\): restore a backup/],
  ])("explains %s in one sentence", (code, sentence) => {
    const refused = explainSqlite(Object.assign(new Error("odd"), { code }), "/srv/evento.db");
    expect(refused).toBeInstanceOf(StartupError);
    expect(refused.message).toMatch(sentence);
    expect(refused.message).toMatch(/^[^\n]+\.$/);
  });

  it("refuses a file that is not a database", async () => {
    const url = await freshDatabase({ migrated: false });
    writeFileSync(sqlitePath(url), "Dear diary, ".repeat(1000));
    await expect(migrateDatabase({ url })).rejects.toThrow(/is not an Evento database: move it away/);
    await expect(openDatabase({ url })).rejects.toThrow(StartupError);
  });
});

describe("a second copy of the module, as Next makes them", () => {
  async function secondCopy() {
    vi.stubEnv("DATABASE_URL", database.url);
    vi.resetModules();
    return { ...(await import("./client")), ...(await import("./unavailable")) };
  }

  it("opens the database at first use, for all copies", async () => {
    const { id } = await createUser();
    await closeDatabase();
    const copy = await secondCopy();
    expect(await copy.reader().select({ id: users.id }).from(users)).toEqual([{ id }]);
    expect(reader()).toBe(copy.reader());
  });

  it("recognises the errors of the first", async () => {
    const copy = await secondCopy();
    expect(copy.DatabaseUnavailable).not.toBe(DatabaseUnavailable);
    expect(copy.isUnavailable(new DatabaseUnavailable("locked"))).toBe(true);
    expect(copy.isUnavailable(new Error("wrapped", { cause: new DatabaseUnavailable("locked") }))).toBe(true);
    expect(copy.isUnavailable(new Error("fault"))).toBe(false);
  });
});
