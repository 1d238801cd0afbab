import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import type { ReceivedMail } from "./smtp";

/** What a server has acknowledged: what its answers have said. A request without an answer is tried, no more. */
export class Acknowledged {
  /** By id; `cancel` is whether its holder has tried to cancel it, and was told that it is. */
  tickets = new Map<string, { event: string; holder: string; cancel: "no" | "tried" | "done" }>();
  /** The tickets that were checked in, by the nonce of the check-in. */
  checkIns = new Map<string, string>();
  /** The capacity that each edit has set, which is another one each time. */
  edits: { event: string; capacity: number }[] = [];
  /** Who waits, by event and person: the last thing tried, and whether it was acknowledged. */
  waiting = new Map<string, { event: string; person: string; wants: "wait" | "leave"; done: boolean }>();
  /** Tickets that the test has made itself, without a mail. */
  inserted = new Set<string>();
  /** How many tickets people found that the waiting list had given them. */
  handOversSeen = 0;
  /** How many requests were answered, whatever the answer. */
  answers = 0;
  /** Answers that should not have come. */
  contradictions: string[] = [];

  wants(event: string, person: string, wants: "wait" | "leave", done: boolean) {
    this.waiting.set(`${event} ${person}`, { event, person, wants, done });
  }

  /** Somebody was told that they have this ticket. */
  hasTicket(id: string, { event, holder }: { event: string; holder: string }) {
    const known = this.tickets.get(id);
    if (known?.cancel === "done") this.contradictions.push(`the cancelled ticket ${id} was given again`);
    if (!known) this.tickets.set(id, { event, holder, cancel: "no" });
    const line = this.waiting.get(`${event} ${holder}`);
    if (line?.wants === "wait") {
      this.waiting.delete(`${event} ${holder}`);
      if (!known && line.done) this.handOversSeen += 1;
    }
  }
}

export type Judgement = { kept: number; broken: string[] };

/**
 * Compares a database with what was acknowledged, and looks for damage. `kept` counts what was looked at and found.
 * The order of the line is read from the order of rows in the audit log, which is that of the commits.
 */
export function judgeDatabase(file: string, given: Acknowledged): Judgement {
  const database = new Database(file, { readonly: true, timeout: 10_000 });
  try {
    // All from one state, also while the server writes.
    return database.transaction(() => judge(database, given))();
  } finally {
    database.close();
  }
}

/** A negative control: judges a copy of a database in which a promise is broken, by SQL or in the bytes of an index. */
export function judgeBroken(
  file: string,
  given: Acknowledged,
  change: { sql: string } | { index: string },
): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-broken-"));
  const copy = path.join(folder, "evento.db");
  try {
    const source = new Database(file, { readonly: true });
    source.prepare("vacuum into ?").run(copy);
    source.close();
    if ("sql" in change) changeFreely(copy, change.sql);
    else emptyIndex(copy, change.index);
    return judgeDatabase(copy, given).broken;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes rows that triggers and foreign keys protect. */
function changeFreely(file: string, sql: string) {
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").pluck().all();
  for (const name of triggers) database.exec(`drop trigger ${name}`);
  database.exec(sql);
  database.close();
}

/** Overwrites the first page of an index by an empty one, as a disk may that loses a write. */
function emptyIndex(file: string, name: string) {
  const database = new Database(file, { readonly: true });
  const size = Number(database.pragma("page_size", { simple: true }));
  const page = database.prepare("select rootpage from sqlite_master where name = ?").pluck().get(name);
  database.close();
  const emptyLeaf = Buffer.alloc(size);
  emptyLeaf.writeUInt8(10, 0);
  emptyLeaf.writeUInt16BE(size, 5);
  const bytes = readFileSync(file);
  emptyLeaf.copy(bytes, (Number(page) - 1) * size);
  writeFileSync(file, bytes);
}

type Rows = Record<string, string | number | null>[];

function judge(database: Database.Database, given: Acknowledged): Judgement {
  const broken = [...given.contradictions];
  let kept = 0;
  const expect = (holds: boolean, otherwise: string) => {
    if (holds) kept += 1;
    else broken.push(otherwise);
  };
  const all = (sql: string, ...values: string[]) => database.prepare(sql).all(...values) as Rows;
  const one = (sql: string, ...values: (string | number)[]) =>
    database.prepare(sql).get(...values) as Rows[0] | undefined;

  for (const [id, { event, holder, cancel }] of given.tickets) {
    const ticket = one("select holder_id, event_id, voided_at from tickets where id = ?", id);
    expect(ticket?.holder_id === holder && ticket.event_id === event, `the ticket ${id} is lost`);
    if (cancel === "done") expect(ticket?.voided_at !== null, `the ticket ${id} is active again`);
    if (cancel === "no") expect(ticket?.voided_at === null, `the ticket ${id} is void`);
  }
  for (const [nonce, ticket] of given.checkIns) {
    const row = one("select ticket_id, state from check_ins where nonce = ?", nonce);
    expect(row?.ticket_id === ticket && row.state === "active", `the check-in ${nonce} is lost`);
  }
  for (const { event, capacity } of given.edits) {
    const entry = one(
      "select id from audit_log where subject = ? and action = 'event.edit' and details ->> 'capacity' = ?",
      event,
      capacity,
    );
    expect(entry !== undefined, `the edit to ${capacity} spaces is lost`);
  }
  for (const { event, person, wants, done } of given.waiting.values()) {
    if (!done) continue;
    const last = one(
      "select ended_because as ended from waiting_list_entries where event_id = ? and user_id = ? order by place desc",
      event,
      person,
    );
    if (wants === "wait")
      expect(last?.ended === null || last?.ended === "ticket", `${person} does not wait any more`);
    else expect(last?.ended !== null, `${person} waits again`);
  }
  for (const { id, capacity, allocated, active } of all(
    `select id, capacity, allocated, (select count(*) from tickets where event_id = events.id and voided_at is null)
     as active from events`,
  )) {
    expect(allocated === active, `event ${id}: ${allocated} allocated, but ${active} active tickets`);
    expect(Number(active) <= Number(capacity), `event ${id}: ${active} tickets for ${capacity} spaces`);
    const edited = all(
      "select details ->> 'capacity' as capacity from audit_log where subject = ? and action = 'event.edit' order by rowid",
      String(id),
    ).at(-1);
    if (edited)
      expect(
        edited.capacity === capacity,
        `event ${id}: ${capacity} spaces, but the last edit set ${edited.capacity}`,
      );
  }
  const several = all(
    "select holder_id as holder from tickets where voided_at is null group by holder_id, event_id having count(*) > 1",
  );
  expect(several.length === 0, `${several.length} people have two tickets`);
  const line = judgeLine(all);
  kept += line.kept;
  broken.push(...line.broken);
  const unmailed = all(
    `select id from tickets where id not in (select dedupe_key from outbox where kind in ('ticket', 'ticket-from-waiting-list'))`,
  ).filter(({ id }) => !given.inserted.has(String(id)));
  expect(unmailed.length === 0, `${unmailed.length} tickets without a mail`);
  const integrity = String(database.pragma("integrity_check(1)", { simple: true }));
  expect(integrity === "ok", `integrity check: ${integrity}`);
  const orphans = database.pragma("foreign_key_check") as unknown[];
  expect(orphans.length === 0, `${orphans.length} rows without the row they belong to`);
  return { kept, broken };
}

/** Repeats the joins, departures and hand-overs of every waiting list: each hand-over must be the first one's. */
function judgeLine(all: (sql: string) => Rows): Judgement {
  const broken: string[] = [];
  let kept = 0;
  const placeOf = new Map(
    all("select id, place from waiting_list_entries").map(({ id, place }) => [String(id), Number(place)]),
  );
  const lines = new Map<string, Set<string>>();
  for (const { action, subject, entry } of all(
    `select action, subject, details ->> 'entry' as entry from audit_log
     where action in ('waiting-list.join', 'waiting-list.leave', 'waiting-list.hand-over') order by rowid`,
  )) {
    const line = lines.get(String(subject)) ?? new Set();
    lines.set(String(subject), line);
    const id = String(entry);
    if (action === "waiting-list.join") line.add(id);
    else if (action === "waiting-list.leave") line.delete(id);
    else {
      const place = placeOf.get(id) ?? Number.NaN;
      const first = Math.min(...[...line].map((each) => placeOf.get(each) ?? Number.NaN));
      if (place === first) kept += 1;
      else broken.push(`place ${place} got a ticket before place ${first}`);
      line.delete(id);
    }
  }
  return { kept, broken };
}

/** Compares the mails that arrived with a database whose outbox is empty. */
export function judgeMails(file: string, given: Acknowledged, mails: ReceivedMail[]): Judgement {
  const database = new Database(file, { readonly: true, timeout: 10_000 });
  const broken: string[] = [];
  let kept = 0;
  const byId = new Map(mails.map((mail) => [mail.messageId?.replace(/^<|@.*$/g, ""), mail]));
  const sent = database.prepare("select id, kind, recipient, dedupe_key as about, state from outbox").all();
  for (const { id, kind, recipient, about, state } of sent as Record<string, string>[]) {
    const mail = byId.get(id);
    if (state === "skipped" || (state === "sent" && mail?.envelopeTo[0] === recipient)) kept += 1;
    else broken.push(`the mail ${kind} ${about} is ${state} and ${mail ? "has" : "has not"} arrived`);
  }
  // What a mail says was committed before.
  const hasTicket = database.prepare("select id from tickets where id = ?");
  for (const { text } of mails) {
    for (const [, id = ""] of text?.matchAll(/\/tickets\/([0-9a-z]{20})/g) ?? []) {
      if (hasTicket.get(id)) kept += 1;
      else broken.push(`a mail tells of the ticket ${id}, which does not exist`);
    }
  }
  for (const id of given.tickets.keys()) if (!hasTicket.get(id)) broken.push(`the ticket ${id} is lost`);
  database.close();
  return { kept, broken };
}
