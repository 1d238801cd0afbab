import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from "drizzle-kit/api";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { findLiveSession } from "@/lib/auth/sessions";
import { findMessage } from "@/lib/mail/account-mail";
import type { OutboxRow } from "@/lib/mail/outbox";
import { queueMail } from "@/lib/mail/outbox";
import { renderMail } from "@/lib/mail/render";
import { decide } from "@/lib/outcome/outcome";
import { searchable } from "@/lib/search/search-text";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { listAttendees } from "@/lib/tickets/queries";
import { managedId } from "@/tests/harness/checked-commands";
import { freshDatabase, removeDatabase, runSql } from "@/tests/harness/database";
import { openRows, type Row, type Rows } from "@/tests/harness/rows";
import { closeDatabase, openDatabase, reader, transaction } from "./client";
import { onPostgres } from "./database-url";
import { migrateDatabase } from "./migrate";
import * as schema from "./schema";

const migrations = `db/migrations/${onPostgres ? "postgres" : "sqlite"}`;

it("has migrations for the whole schema", async () => {
  const meta = `${migrations}/meta`;
  const { entries } = JSON.parse(readFileSync(`${meta}/_journal.json`, "utf8"));
  const last = JSON.parse(
    readFileSync(`${meta}/${String(entries.length - 1).padStart(4, "0")}_snapshot.json`, "utf8"),
  );
  const missing = onPostgres
    ? await generateMigration(last, generateDrizzleJson(schema))
    : await generateSQLiteMigration(last, await generateSQLiteDrizzleJson(schema));
  expect(missing, "run npm run db:generate -- <name of the change>").toEqual([]);
});

/** Migrates a new database with the migrations before the named one only, and returns its address. */
async function databaseBefore(tag: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-migrations-"));
  cpSync(migrations, folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const end = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }));
  const url = await freshDatabase({ migrated: false });
  await migrateDatabase({ url, folder });
  rmSync(folder, { recursive: true });
  return url;
}

const at = new Date("2030-01-01T12:00:00Z");
const soon = new Date(at.getTime() + 60_000);

const names = ["Zoë", "Łukasz", "Ada", "Grace", "Hedy"];

/** The last two have not confirmed their addresses. */
const people = names.map((name, n) => ({
  ...{ id: `user-${n}`, name, email: `${n}@example.org`, password_hash: `hash-${n}` },
  search_text: `${searchable(name)} ${n}@example.org`,
  class: n === 2 ? "organiser" : "attendee",
  proved_at: n > 2 ? null : at,
  created_at: at,
}));

/** Fills every table of a database that has the first three migrations. */
async function fill(rows: Rows) {
  await rows.insert("users", people);
  await rows.insert("sessions", [
    { id: "session", user_id: "user-0", created_at: at, last_seen_at: at, user_agent: "a test" },
    { id: "odd", user_id: "user-3", created_at: at, last_seen_at: at, user_agent: "a test" },
  ]);
  const link = (id: string, purpose: string, user: string, given: object = {}) => ({
    ...{ id, purpose, user_id: user, next: null, created_at: at, expires_at: soon },
    ...{ used_at: null, replaced_at: null },
    ...given,
  });
  await rows.insert("one_time_tokens", [
    link("replaced", "confirm-email", "user-3", { replaced_at: at }),
    link("token", "confirm-email", "user-3", { next: "/tickets" }),
    link("used", "confirm-email", "user-0", { used_at: at }),
    link("reset", "reset-password", "user-0", { next: "/account" }),
    link("pending-reset", "reset-password", "user-3"),
  ]);
  await rows.insert("events", [
    {
      ...{ id: "event", name: "Jazz", description: "", location: "Hall", search_text: "jazz hall" },
      ...{ starts_at: new Date("2030-02-01T18:00:00Z"), ends_at: new Date("2030-02-01T19:00:00Z") },
      ...{ time_zone: "Europe/London", duration_minutes: 60, start_date: "2030-02-01" },
      ...{ capacity: 10, allocated: 2, created_by: "user-2", created_at: at, updated_at: at },
    },
  ]);
  await rows.insert("event_organisers", [
    { event_id: "event", user_id: "user-2", added_at: at, added_by: "user-2" },
  ]);
  const ticket = (n: number, voidedAt: Date | null) => ({
    ...{ id: `ticket-${n}`, event_id: "event", holder_id: `user-${n}`, code: `code-${n}` },
    ...{ created_at: new Date(at.getTime() + n), voided_at: voidedAt },
    voided_because: voidedAt && "cancelled-by-holder",
  });
  await rows.insert("tickets", [ticket(0, null), ticket(1, null), ticket(2, at)]);
  const mail = (kind: string, recipient: string, facts: object) => ({
    ...{ id: kind, kind, recipient, occurrence: "token", facts: JSON.stringify(facts) },
    ...{ event_id: null, state: "queued", created_at: at, due_at: at },
  });
  await rows.insert("outbox", [
    mail("confirm-address", "3@example.org", { name: 'Grace "G"', class: "attendee", tokenId: "token" }),
    mail("reset-password", "0@example.org", { name: "class", tokenId: "reset" }),
    mail("ticket", "0@example.org", { name: "Zoë" }),
    mail("full", "2@example.org", { name: "Ada" }),
  ]);
  await rows.insert("audit_log", [
    {
      ...{ id: "1", at, actor_id: null, action: "account.register", subject: "1@example.org" },
      details: '{"class":"attendee"}',
    },
  ]);
  await rows.insert("rate_limits", [
    { key: "registration:::1", count: 1, window_started_at: at, last_at: at, expires_at: at },
  ]);
}

describe("a filled database of the version before tickets had a search text", () => {
  let url: string;
  let rows: Rows;
  beforeEach(async () => {
    url = await databaseBefore("0003_ticket-search");
    rows = await openRows(url);
    await fill(rows);
  });
  afterEach(async () => {
    await closeDatabase();
    await rows.close();
    await removeDatabase(url);
  });

  it("keeps every row under the new names", async () => {
    const before = await rows.dump();
    await migrateDatabase({ url });
    const {
      users,
      tickets,
      outbox,
      mailings,
      registrations: _r,
      password_resets: _p,
      sessions,
      ...others
    } = await rows.dump();
    const { users: oldUsers = [], tickets: oldTickets, outbox: oldOutbox, ...rest } = before;
    const { sessions: oldSessions, one_time_tokens: _links, ...unchanged } = rest;
    const { events: oldEvents } = unchanged;
    const no = onPostgres ? false : 0;
    const inEvents = {
      host: "Ada",
      contact: "",
      picture_id: null,
      waiting_places: 0,
      waiting_list_pending: no,
      anonymised_at: null,
    };
    expect(others).toEqual({
      ...unchanged,
      events: oldEvents?.map((event) => ({ ...event, ...inEvents })),
      ...{ passkeys: [], recovery_codes: [], two_step_sign_ins: [], used_challenges: [] },
      ...{ account_deletions: [], drafts: [], pictures: [], picture_files: [], messages: [] },
      ...{ exclusions: [], waiting_list_entries: [], door_passes: [], check_ins: [] },
    });
    expect(sessions).toEqual(oldSessions?.filter(({ id }) => id === "session"));
    expect(sorted(users)).toEqual(
      oldUsers.slice(0, 3).map(({ class: role, proved_at: email_verified_at, search_text: _, ...user }) => ({
        ...user,
        role,
        email_verified_at,
        calendar_version: 0,
        reminders: onPostgres ? true : 1,
      })),
    );
    expect(sorted(tickets)).toEqual(
      oldTickets?.map((ticket) => ({
        ...ticket,
        search_text: people.find(({ id }) => id === ticket.holder_id)?.search_text,
        voided_reason: null,
      })),
    );
    expect(asDates(mailings)).toEqual([
      {
        ...{ id: "reminder-event", kind: "reminder", event_id: "event", facts: "{}", created_at: at },
        ...{
          last_ticket_id: null,
          last_place: null,
          due_at: new Date("2030-01-31T18:00:00Z"),
          done_at: null,
        },
      },
    ]);
    expect(sorted(outbox)).toMatchObject(
      oldOutbox?.map(({ occurrence: dedupe_key, facts: _, ...mail }) => ({ ...mail, dedupe_key })) ?? [],
    );
    const priorities = Object.fromEntries(outbox?.map(({ kind, priority }) => [kind, priority]) ?? []);
    expect(priorities).toEqual({ "confirm-address": 0, "reset-password": 0, ticket: 1, full: 2 });
    expect(outbox?.map(({ facts }) => JSON.parse(String(facts)))).toEqual(
      expect.arrayContaining([
        { name: 'Grace "G"', role: "attendee", tokenId: "token" },
        { name: "class", tokenId: "reset" },
      ]),
    );
  });

  it("has a registration of each account that was not confirmed, with its open link", async () => {
    await migrateDatabase({ url });
    const { registrations, password_resets } = await rows.dump();
    const [grace, hedy] = people.slice(3).map(({ name, email, password_hash }) => ({
      ...{ name, email, password_hash, role: "attendee", next: null },
      ...{ created_at: at, expires_at: at, used_at: null, replaced_at: null },
    }));
    expect(sorted(asDates(registrations))).toEqual([
      { ...grace, id: "token", next: "/tickets", expires_at: soon },
      { ...hedy, id: "user-4" },
    ]);
    expect(asDates(password_resets)).toEqual([
      {
        ...{ id: "reset", email: "0@example.org", next: "/account", created_at: at, expires_at: soon },
        ...{ used_at: null, replaced_at: null },
      },
    ]);
    await openDatabase({ url });
    const confirmed = await decide((tx) => confirmRegistration(tx, { registrationId: "token", at }));
    expect(confirmed.ok).toBe(true);
  });

  it("gets the indexes of today", async () => {
    const before = await indexesOf(url, "tickets");
    await migrateDatabase({ url });
    const after = await indexesOf(url, "tickets");
    expect(after.filter((index) => !before.includes(index))).toEqual([
      expect.stringMatching(/tickets_by_id/),
      expect.stringMatching(/tickets_by_name.*search_text/),
      expect.stringMatching(/tickets_event.*holder_id.*search_text/),
      expect.stringMatching(/tickets_void/),
    ]);
    expect(after).toHaveLength(before.length + 3);
    expect(await indexesOf(url, "users")).toContainEqual(expect.stringMatching(/unique.*users_email/i));
    expect(await indexesOf(url, "outbox")).toContainEqual(
      expect.stringMatching(/unique.*outbox_dedupe_key.*kind.*recipient.*dedupe_key/i),
    );
  });

  it("works", async () => {
    await migrateDatabase({ url });
    await openDatabase({ url });
    const session = await findLiveSession("session", at);
    expect(session?.user).toMatchObject({ name: "Zoë", role: "attendee" });
    const { attendees } = await listAttendees(managedId("event"), { q: "zoe 0@", after: null });
    expect(attendees.map(({ name }) => name)).toEqual(["Zoë"]);

    const holder = { id: "user-1", role: "attendee" as const, name: "Łukasz", email: "1@example.org" };
    expect(await decide((tx) => requestTicket(tx, { holder, eventId: "event", now: at }))).toEqual({
      ok: true,
      value: "ticket-1",
    });
    const { outbox } = schema;
    const confirmations = () => reader().select().from(outbox).where(eq(outbox.kind, "confirm-address"));
    const [mail] = (await confirmations()) as OutboxRow[];
    if (!mail) throw new Error("The mail is gone.");
    const message = await findMessage(mail, at);
    expect(message && (await renderMail(message)).text).toContain("your attendee account");
    const facts = { role: "attendee" as const, tokenId: "token", next: null };
    await transaction((tx) =>
      queueMail(tx, { kind: "confirm-address", recipient: mail.recipient, dedupeKey: "token", facts, at }),
    );
    expect(await confirmations()).toHaveLength(1);
  });

  it("keeps its constraints", async () => {
    await migrateDatabase({ url });
    await expect(rows.sql("update users set role = 'admin'")).rejects.toThrow(/users_role/);
    await expect(rows.sql("update users set email = 'same@example.org'")).rejects.toThrow(/unique/i);
    await openDatabase({ url });
    const { sessions } = schema;
    const orphan = { id: "orphan", userId: "nobody", createdAt: at, lastSeenAt: at, userAgent: "" };
    await expect(transaction(async (tx) => tx.insert(sessions).values(orphan))).rejects.toSatisfy(
      (error: Error) => /foreign key/i.test(`${error.message} ${error.cause}`),
    );
  });
});

it("keeps the mailings that were open before the waiting list", async () => {
  const url = await databaseBefore("0010_event-day");
  const rows = await openRows(url);
  try {
    const created = { created_at: at, updated_at: at };
    await rows.insert("users", [
      {
        ...{ id: "ada", name: "Ada", email: "ada@example.org", password_hash: "hash", role: "organiser" },
        ...{ email_verified_at: at, created_at: at },
      },
    ]);
    const event = (id: string, startsAt: Date, cancelledAt: Date | null = null) => ({
      ...{ id, name: "Jazz", description: "", location: "Hall", host: "Ada", search_text: "jazz" },
      ...{ starts_at: startsAt, ends_at: new Date(startsAt.getTime() + 3_600_000) },
      ...{ time_zone: "Europe/London", duration_minutes: 60, start_date: "2030-01-01", capacity: 10 },
      ...{ created_by: "ada", ...created, cancelled_at: cancelledAt },
    });
    // None of them gets a reminder: one was announced too late, one is cancelled, one is over.
    await rows.insert("events", [
      event("event", soon),
      event("cancelled", new Date("2030-02-01T18:00:00Z"), at),
      { ...event("over", new Date("2020-02-01T18:00:00Z")), created_at: new Date("2020-01-01T18:00:00Z") },
    ]);
    const mailing = {
      ...{ id: "mailing", kind: "location-changed", event_id: "event", facts: "{}", created_at: at },
      ...{ last_ticket_id: "ticket", due_at: at, done_at: null },
    };
    await rows.insert("mailings", [mailing]);
    const before = (await rows.dump()).mailings;
    await migrateDatabase({ url });
    expect((await rows.dump()).mailings).toEqual(before?.map((row) => ({ ...row, last_place: null })));
  } finally {
    await rows.close();
    await removeDatabase(url);
  }
});

/** SQLite stores times as numbers. */
const asDates = (rows: Row[] = []) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === "number" ? new Date(value) : value]),
    ),
  );

const sorted = (rows: Row[] = []) => rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));

async function indexesOf(url: string, table: string): Promise<string[]> {
  const found = await runSql(
    url,
    onPostgres
      ? `select indexdef as made from pg_indexes where tablename = '${table}' order by 1`
      : `select sql as made from sqlite_master where tbl_name = '${table}' and type = 'index' and sql is not null order by name`,
  );
  return (found as { made: string }[]).map(({ made }) => made);
}
