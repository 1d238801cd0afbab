import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { log } from "@/lib/runtime/log";
import { runSql, withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket } from "@/tests/harness/factories";
import { lastBackupAt, makeDailyBackup } from "./daily-backup";

const database = withDatabase();

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "evento-daily-backup-"));
  vi.stubEnv("DATABASE_URL", database.url);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const running = new AbortController().signal;
const backUpAt = (at: string, backupKeep = 14, stopping = running) =>
  makeDailyBackup({ backupDir: folder, backupKeep }, new Date(at), stopping);
const names = () => readdirSync(folder).sort();

/** Adds a file that looks like a backup, made at that time. */
function addFile(name: string, madeAt: string) {
  const file = path.join(folder, name);
  writeFileSync(file, "a backup");
  utimesSync(file, new Date(madeAt), new Date(madeAt));
}

it("makes one backup a day, named by its date, with what is in the database", async () => {
  const logged = vi.spyOn(log, "info");
  const ticket = await createTicket({ eventId: (await createEvent()).id });
  await backUpAt("2027-03-14T00:00:00Z");
  const file = path.join(folder, "evento-2027-03-14.db");
  expect(await runSql(`file:${file}`, "select code from tickets")).toEqual([{ code: ticket.code }]);
  expect(logged).toHaveBeenCalledWith({ file, ms: expect.any(Number) }, "a backup was made and checked");
  const { ino } = statSync(file);
  await backUpAt("2027-03-14T23:59:59.999Z");
  expect([statSync(file).ino, names()]).toEqual([ino, ["evento-2027-03-14.db"]]);
  await backUpAt("2027-03-15T00:00:00Z");
  expect(names()).toEqual(["evento-2027-03-14.db", "evento-2027-03-15.db"]);
});

it("removes the oldest beyond the number to keep, and nothing else", async () => {
  for (const day of [11, 12, 13]) addFile(`evento-2027-03-${day}.db`, `2027-03-${day}T00:00:00Z`);
  const others = [
    ...["evento.db", "evento-2026-01-01.db.gz", "my-evento-2026-01-01.db", "evento-2026-01-01-first.db"],
    "notes.txt",
  ];
  for (const name of others) addFile(name, "2026-01-01T00:00:00Z");
  mkdirSync(path.join(folder, "evento-2026-01-01.db"));
  await backUpAt("2027-03-14T00:00:00Z", 2);
  expect(names()).toEqual(
    [...others, "evento-2026-01-01.db", "evento-2027-03-13.db", "evento-2027-03-14.db"].sort(),
  );
});

it("removes nothing while backups fail, and warns with the reason and the age of the last good one", async () => {
  const warned = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  for (const day of [11, 12]) addFile(`evento-2027-03-${day}.db`, `2027-03-${day}T00:00:00Z`);
  vi.stubEnv("DATABASE_URL", "file:/dev/null/evento.db");
  await backUpAt("2027-03-13T12:00:00Z", 1);
  expect(names()).toEqual(["evento-2027-03-11.db", "evento-2027-03-12.db"]);
  const reason = expect.stringMatching(/^There is no database at [^\n]+\.$/);
  // Exactly 36 hours are not too old.
  expect(warned.mock.calls).toEqual([[{ hours: 36, reason }, "a backup failed"]]);
  warned.mockClear();
  await backUpAt("2027-03-13T12:00:00.001Z", 1);
  expect(warned.mock.calls).toEqual([
    [{ hours: 36 }, "the last good backup is older than 36 hours"],
    [{ hours: 36, reason }, "a backup failed"],
  ]);
});

it("takes the name of its folder as it is, with what a shell would run", async () => {
  const backupDir = path.join(folder, "it's $(id) `id`; id & \"");
  mkdirSync(backupDir);
  await makeDailyBackup({ backupDir, backupKeep: 14 }, new Date("2027-03-14T00:00:00Z"), running);
  expect(readdirSync(backupDir)).toEqual(["evento-2027-03-14.db"]);
});

it("warns when the folder is gone", async () => {
  const warned = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  rmSync(folder, { recursive: true });
  await backUpAt("2027-03-14T00:00:00Z");
  expect(warned.mock.calls).toEqual([
    [{ hours: undefined, reason: expect.stringContaining("ENOENT") }, "a backup failed"],
  ]);
});

it("does nothing without a folder, and says nothing about a backup that a stop has ended", async () => {
  const warned = vi.spyOn(log, "warn");
  await makeDailyBackup({ backupDir: null, backupKeep: 1 }, new Date(), running);
  await backUpAt("2027-03-14T00:00:00Z", 14, AbortSignal.abort());
  expect([names(), warned.mock.calls]).toEqual([[], []]);
});

it("knows when the last good one was made", async () => {
  expect(await lastBackupAt({ backupDir: null })).toBeNull();
  expect(await lastBackupAt({ backupDir: folder })).toBeNull();
  addFile("evento-2027-03-12.db", "2027-03-12T00:00:07Z");
  addFile("evento-2027-03-11.db", "2027-03-20T00:00:00Z");
  addFile("evento-2027-03-13.db.0123456789abcdef.partial", "2027-03-13T00:00:00Z");
  writeFileSync(path.join(folder, "evento-2027-03-14.db"), "");
  expect(await lastBackupAt({ backupDir: folder })).toEqual(new Date("2027-03-12T00:00:07Z"));
});
