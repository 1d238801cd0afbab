import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { randomFrom } from "@/tests/harness/random";
import { startServer } from "@/tests/harness/server";
import { reportFault } from "./report";

const pages = 30;
const seed = 20_303;
const pageSize = 4_096;

type Start = "refused" | "not ready" | "ready";

/** Starts a server with a database and says what came of it, and whether that was clear. */
async function tryStart(file: string, env = {}): Promise<{ start: Start; problem: string | null }> {
  const server = await startServer({ databaseUrl: `file:${file}`, env }).catch((error: Error) => error);
  if (server instanceof Error) {
    const said = server.message.replace(/^The server ended before it was ready:\n/, "");
    const isClear = /^[^\n]+: (restore|move|make|put|delete|correct|stop|run|free|keep)[^\n]+\.\n$/.test(
      said,
    );
    return { start: "refused", problem: isClear ? null : `an unclear refusal: ${said}` };
  }
  try {
    await expect
      .poll(server.log, { timeout: 60_000 })
      .toMatch(/the database (was checked|is damaged|could not)/);
    const { status } = await fetch(`${server.url}/api/health/ready`);
    const isSaid = server.log().includes("the database is damaged: stop Evento and restore a backup");
    if (status === 200) return { start: "ready", problem: null };
    return { start: "not ready", problem: isSaid ? null : "it is not ready and does not say why" };
  } finally {
    await server.stop();
  }
}

/** What SQLite may do with the settings that protect tickets. */
const wrongPragmas = {
  journal_mode: "delete",
  synchronous: "normal",
  foreign_keys: "off",
  secure_delete: "off",
};

/** The environment of a server whose SQLite gives a pragma another value than the one it is told. */
function withPragma(folder: string, name: string, value: string) {
  const program = path.join(folder, `${name}.cjs`);
  const driver = createRequire(import.meta.url).resolve("better-sqlite3");
  writeFileSync(
    program,
    `const { prototype } = require(${JSON.stringify(driver)});
     const { pragma } = prototype;
     prototype.pragma = function (source, ...options) {
       return pragma.call(this, source.startsWith("${name} =") ? "${name} = ${value}" : source, ...options);
     };`,
  );
  return { NODE_OPTIONS: `--require ${program}` };
}

test("a start with a database that cannot be trusted", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-refused-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const whole = path.join(folder, "whole.db");
  await migrateDatabase({ url: `file:${whole}` });
  const filled = new Database(whole);
  const insert = filled.prepare("insert into rate_limits values (?, 1, 1, 1, 1)");
  for (let n = 0; n < 500; n += 1) insert.run(`${n}`.padEnd(200, "x"));
  filled.pragma("wal_checkpoint(truncate)");
  filled.close();

  const broken: string[] = [];
  const counts: Record<Start, number> = { refused: 0, "not ready": 0, ready: 0 };
  const expectStart = async (what: string, file: string, wanted: Start[], env = {}) => {
    const { start, problem } = await tryStart(file, env);
    counts[start] += 1;
    if (problem) broken.push(`${what}: ${problem}`);
    if (!wanted.includes(start)) broken.push(`${what}: it is ${start}`);
  };
  const random = randomFrom(seed);
  const count = statSync(whole).size / pageSize;
  for (let n = 0; n < pages; n += 1) {
    const page = Math.floor(random() * count);
    const file = path.join(folder, `page-${n}.db`);
    writeFileSync(file, readFileSync(whole).fill(0x77, page * pageSize, (page + 1) * pageSize));
    await expectStart(`page ${page + 1} overwritten`, file, ["refused", "not ready"]);
  }
  const changed = (name: string, sql: string) => {
    const file = path.join(folder, name);
    copyFileSync(whole, file);
    const connection = new Database(file);
    connection.exec(sql);
    connection.close();
    return file;
  };
  await expectStart("an index is missing", changed("index.db", "drop index tickets_one_active_each"), [
    "refused",
  ]);
  const trigger = changed("trigger.db", "drop trigger tickets_are_final");
  await expectStart("a trigger is missing", trigger, ["refused"]);
  for (const [name, value] of Object.entries(wrongPragmas)) {
    const file = changed(`${name}.db`, "pragma journal_mode = delete");
    const env = withPragma(folder, name, value);
    await expectStart(`SQLite's ${name} is ${value}`, file, ["refused"], env);
  }
  for (const [what, options] of [
    ["a read-only disk", "ro"],
    ["a disk without space", "size=4k"],
  ] as const) {
    const disk = mkdtempSync(path.join(tmpdir(), "evento-odd-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
    try {
      await expectStart(what, path.join(disk, "evento.db"), ["refused"]);
    } finally {
      execFileSync("umount", ["--lazy", disk]);
      rmSync(disk, { recursive: true });
    }
  }
  const { start } = await tryStart(whole);
  expect(start).toBe("ready");
  const attempts = counts.refused + counts["not ready"] + counts.ready;
  reportFault(context, {
    fault:
      "a damaged page, a missing index or trigger, a wrong pragma, a disk that cannot be written: one sentence, or not ready",
    attempts,
    kept: attempts - broken.length,
    broken,
    figures: `${counts.refused} refused with one sentence, ${counts["not ready"]} served and not ready`,
    control: `the whole database: ${start}`,
  });
});
