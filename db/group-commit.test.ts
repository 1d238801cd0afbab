import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGroupCommit } from "./group-commit";
import { DatabaseUnavailable } from "./unavailable";

let folder: string;
let writer: Database.Database;
/** The statements to SQLite and the results, in order. */
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "evento-group-"));
  const file = path.join(folder, "notes.db");
  new Database(file).exec("create table notes (note text unique)").close();
  told = [];
  writer = new Database(file, { timeout: 0, verbose: (statement) => told.push(String(statement)) });
});

afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true });
});

const write = async (note: string) => {
  writer.prepare("insert into notes values (?)").run(note);
  return note;
};
const notes = () => writer.prepare("select note from notes order by rowid").pluck().all();
const count = (statement: string) => told.filter((one) => one === statement).length;
const outcomes = async (all: Promise<unknown>[]) =>
  (await Promise.allSettled(all)).map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)));

describe("transactions that wait together", () => {
  it("share one commit in their order, and return only after it", async () => {
    const { transaction } = createGroupCommit(writer, 100);
    const heard = ["a", "b", "c"].map((note) =>
      transaction(() => write(note)).then((value) => {
        told.push(`heard ${value}`);
        return value;
      }),
    );
    expect(await Promise.all(heard)).toEqual(["a", "b", "c"]);
    expect([count("begin immediate"), count("commit")]).toEqual([1, 1]);
    expect(told.indexOf("heard a")).toBeGreaterThan(told.indexOf("commit"));
    expect(notes()).toEqual(["a", "b", "c"]);
  });

  it("are joined by those of the next turns of the event loop", async () => {
    const { transaction } = createGroupCommit(writer, 100, 10_000);
    const all: Promise<string>[] = [];
    for (const note of ["a", "b", "c"]) {
      const turn = nextTurn();
      all.push(transaction(() => write(note)));
      await turn;
    }
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
    expect(count("commit")).toBe(1);
  });

  it("wait only briefly for each other", async () => {
    const { transaction } = createGroupCommit(writer, 100);
    const all: Promise<string>[] = [];
    let heard = false;
    while (!heard) {
      const turn = nextTurn();
      const note = String(all.length);
      const one = transaction(() => write(note));
      one.then(() => {
        heard = true;
      });
      all.push(one);
      const until = performance.now() + 5;
      while (performance.now() < until);
      await turn;
    }
    await Promise.all(all);
    expect(all.length).toBeLessThan(10);
  });

  it("are not rolled back by the error of another one, which is also reported after the commit", async () => {
    const { transaction } = createGroupCommit(writer, 100);
    const refused = transaction(async () => {
      await write("never");
      throw new Error("full");
    }).catch((error) => {
      told.push("heard the refusal");
      throw error;
    });
    const all = [transaction(() => write("a")), refused, transaction(() => write("b"))];
    expect(await outcomes(all)).toEqual(["a", "Error: full", "b"]);
    expect(told.indexOf("heard the refusal")).toBeGreaterThan(told.indexOf("commit"));
    expect([notes(), count("commit")]).toEqual([["a", "b"], 1]);
  });

  it("run again when SQLite rolls back the whole group", async () => {
    const { transaction } = createGroupCommit(writer, 100);
    const hog = transaction(async () => {
      writer.exec("pragma max_page_count = 30");
      for (let size = 0; ; size += 1) await write(`${size}`.padEnd(5_000, "x"));
    }).finally(() => writer.exec("pragma max_page_count = 1000000"));
    const all = [transaction(() => write("a")), hog, transaction(() => write("b"))];
    expect(await outcomes(all)).toEqual(["a", expect.stringContaining("database or disk is full"), "b"]);
    expect(notes()).toEqual(["a", "b"]);
  });

  it("each have their own request context", async () => {
    const { transaction } = createGroupCommit(writer, 100);
    const request = new AsyncLocalStorage<string>();
    const all = ["a", "b", "c"].map((name) =>
      request.run(name, () => transaction(async () => write(String(request.getStore())))),
    );
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  it("all fail when another process locks the file for too long, and work once it is unlocked", async () => {
    const { transaction } = createGroupCommit(writer, 30);
    const other = new Database(writer.name);
    other.exec("begin immediate");
    const all = ["a", "b"].map((note) => transaction(() => write(note)));
    for (const one of await Promise.allSettled(all)) {
      expect(one).toMatchObject({ status: "rejected", reason: expect.any(DatabaseUnavailable) });
    }
    other.close();
    expect(await transaction(() => write("c"))).toBe("c");
    expect(notes()).toEqual(["c"]);
  });

  it("all fail when the commit fails", async () => {
    const { transaction } = createGroupCommit(writer, 30);
    writer.exec("pragma foreign_keys = on; create table parents (id text primary key)");
    writer.exec("create table children (parent text references parents deferrable initially deferred)");
    const orphan = transaction(async () => writer.prepare("insert into children values ('nobody')").run());
    const all = [transaction(() => write("a")), orphan, transaction(() => write("b"))];
    expect(await outcomes(all)).toEqual(["a", expect.stringContaining("FOREIGN KEY"), "b"]);
    expect(notes()).toEqual(["a", "b"]);
    expect(writer.prepare("select count(*) from children").pluck().get()).toBe(0);
  });

  it("all fail when not even a rollback works", async () => {
    const { transaction } = createGroupCommit(writer, 30);
    writer.exec("pragma foreign_keys = on; create table parents (id text primary key)");
    writer.exec("create table children (parent text references parents deferrable initially deferred)");
    const exec = writer.exec.bind(writer);
    writer.exec = () => {
      throw new Error("disk I/O error");
    };
    const orphan = () => transaction(async () => writer.prepare("insert into children values ('x')").run());
    expect(await outcomes([orphan()])).toEqual([expect.stringContaining("FOREIGN KEY")]);
    expect(await outcomes([transaction(() => write("a"))])).toEqual([
      expect.stringContaining("within a transaction"),
    ]);
    writer.exec = exec;
    expect(await outcomes([transaction(() => write("b"))])).toEqual([
      expect.stringContaining("within a transaction"),
    ]);
    expect(await transaction(() => write("c"))).toBe("c");
    expect(notes()).toEqual(["c"]);
  });

  it("are not delayed by later ones, and onIdle waits for all", async () => {
    const { transaction, onIdle } = createGroupCommit(writer, 100);
    const many = Array.from({ length: 120 }, (_, place) => transaction(() => write(String(place))));
    await onIdle();
    expect(notes()).toHaveLength(120);
    await Promise.all(many);
    expect(count("commit")).toBe(3);
  });
});
