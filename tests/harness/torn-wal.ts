import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { closeDatabase, openDatabase, transaction } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { cancelTicket as cancel } from "@/lib/tickets/commands/cancel-ticket";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { joinWaitingList } from "@/lib/waiting-list/commands/join-waiting-list";
import { Acknowledged, judgeDatabase } from "./acknowledged";
import { ofHolder } from "./checked-commands";
import { createEvent, createUser, testNow, type UserRow } from "./factories";

/** A database and its write-ahead log at one moment, and how many transactions were acknowledged until then. */
export type Moment = {
  file: string;
  acknowledged: number;
  /**
   * The bytes of the log that a crash can tear. What is before them was synced before a checkpoint copied it into the
   * database, what is behind them is of earlier use.
   */
  tail: { from: number; to: number };
};

const markPages = 8;

const cancelTicket = ofHolder(cancel);

/**
 * Runs transactions of Evento in a new database, several in each commit, and copies the files at some moments among
 * them. Each transaction writes its number on several pages, and how many tickets and mails there are.
 */
export async function copyWhileBusy(folder: string, { moments }: { moments: number }): Promise<Moment[]> {
  const file = path.join(folder, "evento.db");
  await migrateDatabase({ url: `file:${file}` });
  await openDatabase({ url: `file:${file}` });
  try {
    const marks = new Database(file);
    marks.exec(`create table marks (n integer primary key, tickets integer, mails integer);
      create table mark_pages (id integer primary key, n integer, filler text);`);
    const page = marks.prepare("insert into mark_pages values (?, 0, ?)");
    for (let id = 0; id < markPages; id += 1) page.run(id, "x".repeat(3_000));
    marks.pragma("wal_checkpoint(truncate)");
    marks.close();
    return await work(file, folder, moments);
  } finally {
    await closeDatabase();
  }
}

async function work(file: string, folder: string, moments: number): Promise<Moment[]> {
  const event = await createEvent({ capacity: 4 });
  const people: UserRow[] = [];
  for (let n = 0; n < 12; n += 1) people.push(await createUser());
  const copies: Moment[] = [];
  let begun = 0;
  let acknowledged = 0;
  const marked = (holder: UserRow, step: number) =>
    transaction(async (tx) => {
      const about = { holder, person: holder, eventId: event.id, now: testNow };
      const [held] = await tx.all<{ id: string }>(
        sql`select id from tickets where holder_id = ${holder.id} and voided_at is null`,
      );
      if (held && step % 2 === 0) await cancelTicket(tx, { ...about, ticketId: held.id });
      else if (!(await requestTicket(tx, about)).ok) await joinWaitingList(tx, { ...about, until: "2h" });
      begun += 1;
      await tx.run(sql`update mark_pages set n = ${begun}`);
      await tx.run(
        sql`insert into marks values (${begun}, (select count(*) from tickets), (select count(*) from outbox))`,
      );
    }).then(() => {
      acknowledged += 1;
    });
  for (let step = 0; copies.length < moments; step += 1) {
    await Promise.all(
      people.slice(step % 9, (step % 9) + 1 + (step % 3)).map((person) => marked(person, step)),
    );
    // Some commits apart, so that the log is of another length each time. Nothing writes meanwhile: SQLite is
    // synchronous.
    if (step % 37 === 36) {
      const copy = path.join(folder, `moment-${copies.length}.db`);
      for (const ending of ["", "-wal"]) copyFileSync(file + ending, copy + ending);
      const tail = findTail(`${file}-shm`);
      if (tail.to > tail.from) copies.push({ file: copy, acknowledged, tail });
    }
  }
  return copies;
}

/** Reads how far the log is written and copied: https://www.sqlite.org/walformat.html, “The WAL-Index File Format”. */
function findTail(index: string): Moment["tail"] {
  const bytes = readFileSync(index);
  const [written, copied] =
    os.endianness() === "LE"
      ? [bytes.readUInt32LE(16), bytes.readUInt32LE(96)]
      : [bytes.readUInt32BE(16), bytes.readUInt32BE(96)];
  const endOf = (frames: number) => 32 + frames * (24 + 4_096);
  return { from: copied === 0 ? 0 : endOf(copied), to: endOf(written) };
}

export type Tear = { how: "cut" | "flip" | "zeros"; at: number };

/** A place in the tail of a moment's log, and what happens to it there. */
export function chooseTear({ tail }: Moment, random: () => number): Tear {
  const at = tail.from + Math.floor((tail.to - tail.from) * random());
  return { how: (["cut", "flip", "zeros"] as const)[Math.floor(random() * 3)] ?? "cut", at };
}

/** Tears a copy of the log, opens the database and returns how many transactions it has, and what is wrong with it. */
export function openTorn(moment: Moment, { how, at }: Tear): { transactions: number; broken: string[] } {
  const folder = `${moment.file}.torn`;
  mkdirSync(folder);
  const file = path.join(folder, "evento.db");
  try {
    for (const ending of ["", "-wal"]) copyFileSync(moment.file + ending, file + ending);
    const log = `${file}-wal`;
    if (how === "cut") truncateSync(log, at);
    else {
      const bytes = readFileSync(log);
      if (how === "flip") bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      else bytes.fill(0, at);
      writeFileSync(log, bytes);
    }
    return judgeMarks(file, moment.acknowledged);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether a database has the first so many transactions, each whole. */
export function judgeMarks(file: string, acknowledged: number): { transactions: number; broken: string[] } {
  const database = new Database(file);
  try {
    const [marks] = database
      .prepare("select count(*) as count, coalesce(max(n), 0) as last, tickets, mails from marks")
      .all() as { count: number; last: number; tickets: number; mails: number }[];
    const pages = database.prepare("select distinct n from mark_pages").pluck().all() as number[];
    const [now] = database
      .prepare("select (select count(*) from tickets) as tickets, (select count(*) from outbox) as mails")
      .all() as { tickets: number; mails: number }[];
    const last = marks?.last ?? 0;
    const broken: string[] = [];
    if (marks?.count !== last) broken.push(`${marks?.count} transactions up to number ${last}`);
    if (pages.join() !== String(last))
      broken.push(`pages of the transactions ${pages.join(", ")} instead of ${last}`);
    if (last > 0 && (now?.tickets !== marks?.tickets || now?.mails !== marks?.mails))
      broken.push(
        `${now?.tickets} tickets and ${now?.mails} mails instead of ${marks?.tickets} and ${marks?.mails}`,
      );
    if (last > acknowledged) broken.push(`${last} transactions, of which ${acknowledged} were begun`);
    return { transactions: last, broken: [...broken, ...judgeDatabase(file, new Acknowledged()).broken] };
  } finally {
    database.close();
  }
}

/**
 * A negative control: the database of a moment with one page of an earlier one, as a disk leaves it that loses a
 * write.
 */
export function judgeLostWrite(earlier: Moment, later: Moment): string[] {
  const folder = `${later.file}.lost`;
  mkdirSync(folder);
  try {
    const [before, after] = [earlier, later].map((moment, n) => {
      const file = path.join(folder, `${n}.db`);
      for (const ending of ["", "-wal"]) copyFileSync(moment.file + ending, file + ending);
      const database = new Database(file);
      database.pragma("wal_checkpoint(truncate)");
      const page = Number(
        database.prepare("select rootpage from sqlite_master where name = 'mark_pages'").pluck().get(),
      );
      database.close();
      return { file, page };
    });
    if (!before || !after) throw new Error("There are no two moments.");
    const size = 4_096;
    const old = readFileSync(before.file);
    const bytes = readFileSync(after.file);
    // The root of the table has the address of the page with its first row, at the place of its first cell.
    const root = (after.page - 1) * size;
    const leaf = bytes.readUInt32BE(root + bytes.readUInt16BE(root + 12));
    old.copy(bytes, (leaf - 1) * size, (leaf - 1) * size, leaf * size);
    writeFileSync(after.file, bytes);
    return judgeMarks(after.file, later.acknowledged).broken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
