import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { transaction } from "@/db/client";
import { events } from "@/db/schema";
import { runSql, withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket } from "@/tests/harness/factories";

describe("scripts/backup.mjs", () => {
  const database = withDatabase();
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "evento-backup-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const backUp = (args: string[], url = database.url) => {
    const env = { ...process.env, DATABASE_URL: url };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/backup.mjs", ...args], {
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("copies all committed data of an open database, readable by its owner only", async () => {
    const ticket = await createTicket({ eventId: (await createEvent()).id });
    const target = path.join(folder, "made", "evento.db");
    const { status, stdout } = backUp([target]);
    expect(stdout).toContain(target);
    expect(status).toBe(0);
    expect(await runSql(`file:${target}`, "select code from tickets")).toEqual([{ code: ticket.code }]);
    expect(statSync(target).mode & 0o077).toBe(0);
    expect(readdirSync(path.dirname(target))).toEqual(["evento.db"]);
  });

  it("takes a consistent copy of a database during writes", async () => {
    const event = await createEvent({ capacity: 1_000_000 });
    const target = path.join(folder, "evento.db");
    const child = spawn(process.execPath, ["scripts/backup.mjs", target], {
      env: { ...process.env, DATABASE_URL: database.url },
    });
    let ended = false;
    const end = once(child, "close").then(([code]) => {
      ended = true;
      return code;
    });
    let written = 0;
    while (!ended) {
      // Two values that are equal in every committed state.
      await transaction(async (tx) => {
        const set = { capacity: sql`${events.capacity} - 1`, revision: sql`${events.revision} + 1` };
        await tx.update(events).set(set).where(eq(events.id, event.id));
      });
      written += 1;
      // SQLite's driver is synchronous, so the end of the backup needs a turn of the event loop to be noticed.
      await new Promise(setImmediate);
    }
    expect(await end).toBe(0);
    expect(written).toBeGreaterThan(1);
    const copy = new Database(target, { readonly: true });
    expect(copy.prepare("select capacity + revision from events").pluck().get()).toBe(1_000_000);
    copy.close();
  });

  it("is in nobody's way after it was killed, and is cleaned up later", async () => {
    await createEvent();
    const target = path.join(folder, "evento.db");
    const [old, recent] = ["0123456789abcdef", "fedcba9876543210"].map((id) => `${target}.${id}.partial`);
    const others = ["notes.partial", "evento.db.partial"].map((name) => path.join(folder, name));
    for (const file of [old, `${old}-journal`, recent, ...others]) writeFileSync(String(file), "half");
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const file of [old, `${old}-journal`, ...others]) utimesSync(String(file), longAgo, longAgo);
    expect(backUp([target]).status).toBe(0);
    const kept = ["evento.db", "evento.db.fedcba9876543210.partial", "evento.db.partial", "notes.partial"];
    expect(readdirSync(folder).sort()).toEqual(kept);
  });

  it("to one name at the same time makes one copy and refuses the other", async () => {
    await createEvent();
    const target = path.join(folder, "evento.db");
    const run = async () => {
      const child = spawn(process.execPath, ["scripts/backup.mjs", target], {
        env: { ...process.env, DATABASE_URL: database.url },
      });
      const [code] = await once(child, "close");
      return code;
    };
    expect((await Promise.all([run(), run(), run()])).sort()).toEqual([0, 1, 1]);
    expect(readdirSync(folder)).toEqual(["evento.db"]);
  });

  it("never overwrites a file", () => {
    const target = path.join(folder, "notes.txt");
    writeFileSync(target, "mine");
    const { status, stderr } = backUp([target]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\S+notes\.txt exists already[^\n]*\n$/);
    expect(readFileSync(target, "utf8")).toBe("mine");
  });

  it.each<[string, string[], string | undefined, RegExp]>([
    ["without a target", [], undefined, /^Name one file/],
    ["with two targets", ["a", "b"], undefined, /^Name one file/],
    ["where there is no database", ["nowhere.db"], "file:/dev/null/evento.db", /^There is no database at/],
    ["for PostgreSQL", ["pg.db"], "postgres://localhost/evento", /pg_dump/],
    ["for a file that is no database", ["text.db"], `file:${path.resolve("package.json")}`, /not a database/],
  ])("ends with one sentence and no file %s", (_, names, url, sentence) => {
    const { status, stderr } = backUp(
      names.map((name) => path.join(folder, name)),
      url,
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a copy with broken foreign keys", async () => {
    const event = await createEvent();
    const broken = new Database(database.url.replace("file:", ""));
    broken.pragma("foreign_keys = OFF");
    broken.prepare("update events set created_by = 'nobody' where id = ?").run(event.id);
    broken.close();
    const { status, stderr } = backUp([path.join(folder, "evento.db")]);
    expect(status).toBe(1);
    expect(stderr).toContain("not sound");
    expect(readdirSync(folder)).toEqual([]);
  });
});
