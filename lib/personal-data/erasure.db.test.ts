import { readFileSync } from "node:fs";
import { and, eq, getTableName, is, isNotNull, isNull, Table } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, openDatabase, reader, transaction, truncateLog } from "@/db/client";
import { onPostgres, sqlitePath } from "@/db/database-url";
import * as schema from "@/db/schema";
import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { register } from "@/lib/accounts/commands/register";
import { requestReset } from "@/lib/accounts/commands/request-reset";
import { findCalendarOwner, findCalendarSecret } from "@/lib/accounts/queries";
import { recordAudit } from "@/lib/audit/audit-log";
import { authenticate } from "@/lib/auth/authenticate";
import { deletedName } from "@/lib/auth/existing-account";
import { findLiveSession } from "@/lib/auth/sessions";
import { countCheckedIn } from "@/lib/check-in/queries";
import { createEvent as createIt } from "@/lib/events/commands/create-event";
import { saveDraft } from "@/lib/events/commands/save-draft";
import { queueMailing } from "@/lib/mail/mailings";
import { readQueued } from "@/lib/mail/messages";
import { queueMail } from "@/lib/mail/outbox";
import { renderMail } from "@/lib/mail/render";
import { sendMessage } from "@/lib/messages/commands/send-message";
import { demoteOrganiser } from "@/lib/organisers/commands/demote";
import { promoteAttendee } from "@/lib/organisers/commands/promote";
import { decide } from "@/lib/outcome/outcome";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { findPace, findStatistics } from "@/lib/statistics/queries";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import { listAttendees, listTickets } from "@/lib/tickets/queries";
import { joinWaitingList } from "@/lib/waiting-list/commands/join-waiting-list";
import { managed, managedId } from "@/tests/harness/checked-commands";
import { runSql, withDatabase } from "@/tests/harness/database";
import {
  createCheckIn,
  createDoorPass,
  createDraft,
  createEvent,
  createExclusion,
  createOrganiser,
  createTicket,
  createUser,
  type EventRow,
  testNow as now,
  type UserRow,
} from "@/tests/harness/factories";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { recordStatements } from "@/tests/harness/statements";
import { anonymiseEvents } from "./commands/anonymise-events";
import { continueDeletions } from "./commands/continue-deletions";
import { deleteAccount } from "./commands/delete-account";
import { eraseOldEntries, eraseOldLinks, eraseOldMails } from "./commands/erase-old";
import { collectPersonalData } from "./queries";

const database = withDatabase({ limitMs: 10_000 });

const day = 24 * 3_600_000;
const daysLater = (days: number, ms = 0) => new Date(now.getTime() + days * day + ms);
const must = async (outcome: Promise<{ ok: boolean }>) => expect(await outcome).toMatchObject({ ok: true });

const name = "Zebedee Quillfeather-Ødegård";
const email = "zebedee.quillfeather@example.org";
/** As people type it. */
const typedEmail = "Zebedee.Quillfeather@Example.org";
const traces = [name, email, typedEmail, searchable(name), searchable(email)];

const { accountDeletions, checkIns, events, messages, outbox, tickets, users, waitingListEntries } = schema;
const tables = Object.values(schema).filter((each) => is(each, Table));

/** The tables, columns included, that have a trace of the person. */
async function findTraces(): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables)
    for (const row of await reader().select().from(table))
      for (const [column, value] of Object.entries(row)) {
        const text = Buffer.isBuffer(value) ? value.toString("utf8") : String(value);
        if (traces.some((trace) => text.includes(trace))) found.push(`${getTableName(table)}.${column}`);
      }
  return [...new Set(found)].sort();
}

/** The files of SQLite that have a trace of the person. */
function findFiles(): string[] {
  if (onPostgres) return [];
  return ["", "-wal"].filter((ending) => {
    const bytes = readFileSync(sqlitePath(database.url) + ending);
    return traces.some((trace) => bytes.includes(trace));
  });
}

let person: UserRow;
let grace: UserRow;
let bob: UserRow;
/** Its statistics may not change: the person attended it, and had another ticket taken back. */
let attended: EventRow;
/** Made by the person, over. */
let made: EventRow;
/** Full, with the person's ticket, and Bob first on its waiting list. */
let full: EventRow;
/** Organised by the person and Grace. */
let shared: EventRow;

const past = { startsAt: daysLater(-10), endsAt: daysLater(-10, 90 * 60_000) };

async function leaveTraces() {
  person = await createUser({ name, email, password: "quiet otters juggle lanterns" });
  grace = await createUser({ role: "organiser", name: "Grace Hopper" });
  bob = await createUser({ name: "Bob" });
  attended = await createEvent({ ...past, createdBy: grace.id, waitingPlaces: 1 });
  made = await createEvent({
    ...{ ...past, createdBy: person.id, host: name, contact: email },
    description: `Write to ${typedEmail}.`,
  });
  const texts = [{ contact: email }, { description: `<${typedEmail}>` }, { cancelReason: `Ask ${email}.` }];
  for (const text of texts) await createEvent({ ...past, createdBy: person.id, ...text });
  full = await createEvent({ capacity: 1, createdBy: grace.id });
  shared = await createEvent({ createdBy: person.id, host: name });
  await createOrganiser(shared.id, grace.id);
  await attend();
  await haveAccount();
  await organise();
  await haveMails();
}

/** Tickets and check-ins of every kind. */
async function attend() {
  const ticket = await createTicket({ eventId: attended.id, holderId: person.id });
  await createCheckIn(ticket, grace, { overrideReason: `${name} was late.` });
  const undone = { state: "undone", undoneAt: now, undoneBy: grace.id, undoReason: `Not ${name}` } as const;
  await createCheckIn(ticket, grace, undone);
  const [override] = await reader().select().from(checkIns);
  const entry = { actorId: grace.id, action: "check-in.add", subject: override?.id ?? "", at: now };
  await transaction((tx) => recordAudit(tx, { ...entry, details: { reason: `${name} was late.` } }));
  const entered = { joinedAt: daysLater(-12), until: attended.startsAt, place: 1, id: newId() };
  const left = { endedAt: daysLater(-11), endedBecause: "left" } as const;
  await transaction(async (tx) =>
    tx.insert(waitingListEntries).values({ ...entered, ...left, eventId: attended.id, userId: person.id }),
  );
  await createTicket({ eventId: attended.id, holderId: person.id, voidedAt: daysLater(-11) });
  await createTicket({ eventId: (await createEvent({ cancelledAt: now })).id, holderId: person.id });
  const taken = await createEvent({ createdBy: grace.id });
  const held = await createTicket({ eventId: taken.id, holderId: person.id });
  const takeBack = { actor: grace, eventId: taken.id, ticketId: held.id, reason: `${name} sold it.`, now };
  await must(decide((tx) => managed(takeBackTicket)(tx, takeBack)));
  await must(decide((tx) => requestTicket(tx, { holder: person, eventId: full.id, now })));
  const waits = { person: bob, eventId: full.id, until: "start", now } as const;
  await must(decide((tx) => joinWaitingList(tx, waits)));
  const other = await createEvent({ capacity: 1 });
  await createTicket({ eventId: other.id });
  await must(decide((tx) => joinWaitingList(tx, { person, eventId: other.id, until: "start", now })));
}

/** Sessions, links, limits, drafts and pictures. */
async function haveAccount() {
  const session = { id: "session", userId: person.id, createdAt: now, lastSeenAt: now, userAgent: "a test" };
  await transaction(async (tx) => tx.insert(schema.sessions).values(session));
  const key = { userId: person.id, sealedKey: "sealed", turnedOnAt: now, lastStep: 1 };
  const device = { credentialId: "c", publicKey: Buffer.from("k"), counter: 1, transports: "[]" };
  await transaction(async (tx) => {
    await tx.insert(schema.twoStepSignIns).values(key);
    await tx.insert(schema.recoveryCodes).values({ userId: person.id, codeHash: "hash" });
    const passkey = { ...device, id: "p", userId: person.id, name: `${name}’s phone`, createdAt: now };
    await tx.insert(schema.passkeys).values(passkey);
    await tx.insert(schema.usedChallenges).values({ challenge: "c", expiresAt: now });
  });
  const chosen = { name, email, passwordHash: "x", role: "attendee", next: null, at: now } as const;
  await must(decide((tx) => register(tx, chosen)));
  await must(decide((tx) => requestReset(tx, { email, next: null, at: now })));
  await transaction(async (tx) => {
    await consume(tx, "sign-in", `${email}:203.0.113.7`, now);
    await consume(tx, "alert-mail", `full:${email}`, now);
  });
  const files = [{ width: 480, height: 320, bytes: Buffer.from(email) }];
  const pictureId = await transaction((tx) => storePicture(tx, { uploadedBy: person.id, files, at: now }));
  await createDraft({ ownerId: person.id, fields: { host: name, contact: email }, pictureId });
  const entry = { actorId: person.id, action: "account.sign-in-limited", subject: email, at: now };
  await transaction((tx) => recordAudit(tx, { ...entry, details: { said: `${email} again`, name } }));
}

async function organise() {
  const actor = { ...person };
  await must(
    decide((tx) => managed(promoteAttendee)(tx, { actor, eventId: shared.id, who: { userId: bob.id }, now })),
  );
  await createTicket({ eventId: shared.id });
  const message = {
    messageId: newId(),
    audience: "holders",
    subject: `From ${name}`,
    body: `Yours, ${name}, ${typedEmail}`,
  };
  await must(
    decide((tx) => managed(sendMessage)(tx, { actor, eventId: shared.id, message: message as never, now })),
  );
  await createDoorPass(made);
  await createCheckIn(await createTicket({ eventId: made.id }), person);
  await transaction(async (tx) => {
    await queueMailing(tx, { kind: "reminder", eventId: shared.id, facts: {}, at: now });
    await countPublicChange(tx);
  });
}

/** A mail of each kind to the person, sent or not, and one to somebody else that names them as the host. */
async function haveMails() {
  await transaction(async (tx) => {
    for (const [kind, facts] of Object.entries(sampleFacts)) {
      if (kind === "account-deleted") continue;
      const mail = { kind, recipient: email, dedupeKey: newId(), facts: { ...facts, name }, at: now };
      await queueMail(tx, mail as never);
    }
    await tx
      .update(outbox)
      .set({ state: "dead", lastError: `550 no ${email}` })
      .where(and(eq(outbox.recipient, email), eq(outbox.kind, "reminder")));
    await tx
      .update(outbox)
      .set({ state: "sent", sentAt: now })
      .where(and(eq(outbox.recipient, email), eq(outbox.kind, "full")));
    const event = { ...sampleFacts.ticket.event, id: made.id, host: name, description: `Ask ${typedEmail}` };
    const facts = { ...sampleFacts.ticket, name: "Bob", event };
    await queueMail(tx, {
      ...{ kind: "ticket", recipient: bob.email, dedupeKey: "host", facts, eventId: made.id, at: now },
    });
  });
}

const figuresOf = async (event: EventRow) => {
  const [row] = await reader().select().from(events).where(eq(events.id, event.id));
  const { allocated, voidedTickets, capacity } = row ?? event;
  const statistics = await findStatistics({ ...event, allocated, state: "ended" }, now);
  const pace = await findPace([event], now);
  return { allocated, voidedTickets, capacity, statistics, pace, came: await countCheckedIn([event.id]) };
};

const owner = () => ({
  userId: person.id,
  role: person.role,
  passwordHash: person.passwordHash,
  name,
  email,
});

const deleteNow = (at = now) => decide((tx) => deleteAccount(tx, { owner: owner(), at }));

async function runJobs(at: Date) {
  while (await continueDeletions(at));
}

/** Every row of every table. */
const everything = async () =>
  Promise.all(
    tables.map(async (table) => {
      const rows = await reader().select().from(table);
      return [getTableName(table), rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );

/** Breaks every transaction of the job just before its end, where it stores how far it has come. */
const breakSteps = async () => {
  if (!onPostgres)
    return void (await runSql(
      database.url,
      "create trigger broken before update of step on account_deletions begin select raise(abort, 'killed'); end",
    ));
  await runSql(
    database.url,
    "create function broken() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$",
  );
  await runSql(
    database.url,
    "create trigger broken before update of step on account_deletions for each row execute function broken()",
  );
};

const mendSteps = async () => {
  await runSql(database.url, `drop trigger broken${onPostgres ? " on account_deletions" : ""}`);
  if (onPostgres) await runSql(database.url, "drop function broken()");
};

/** The mail that tells of the deletion is sent. */
const send = () =>
  transaction(async (tx) =>
    tx.update(outbox).set({ state: "sent", sentAt: now }).where(eq(outbox.kind, "account-deleted")),
  );

describe("the deletion of an account", () => {
  beforeEach(leaveTraces);

  it("leaves neither name nor address in any table or file, and all figures of past events", async () => {
    const empty: string[] = [];
    for (const table of tables)
      if (getTableName(table) !== "account_deletions" && (await reader().select().from(table)).length === 0)
        empty.push(getTableName(table));
    expect(empty, "fill every table with what tells of a person").toEqual([]);
    const before = await findTraces();
    expect(before.length).toBeGreaterThan(20);
    const figures = [await figuresOf(attended), await figuresOf(made)];

    await must(deleteNow());
    await runJobs(now);
    await send();
    await runJobs(daysLater(0, 120_000));
    await truncateLog();

    expect(await findTraces()).toEqual([]);
    expect(findFiles()).toEqual([]);
    expect(await reader().select().from(accountDeletions)).toEqual([]);
    expect([await figuresOf(attended), await figuresOf(made)]).toEqual(figures);
  });

  it("is found to be undone where it is not: the search and the files", async () => {
    await truncateLog();
    expect((await findTraces()).length).toBeGreaterThan(20);
    if (!onPostgres) expect(findFiles()).toContain("");
  });

  it("ends every way in at once, and gives the spaces to those who wait", async () => {
    const calendar = await findCalendarSecret(person.id);
    expect(await findCalendarOwner(calendar)).toBe(person.id);
    await must(deleteNow());
    expect(await findLiveSession("session", now)).toBeNull();
    expect(await findCalendarOwner(calendar)).toBeNull();
    const from = { clientAddress: "203.0.113.9", known: null, now };
    const again = await authenticate({ email, password: "quiet otters juggle lanterns" }, from);
    expect(again).toMatchObject({ ok: false });
    const isOfFull = and(eq(tickets.eventId, full.id), isNull(tickets.voidedAt));
    const held = await reader().select({ holder: tickets.holderId }).from(tickets).where(isOfFull);
    expect(held).toEqual([{ holder: bob.id }]);
    const open = and(eq(waitingListEntries.userId, person.id), isNull(waitingListEntries.endedAt));
    expect(await reader().select().from(waitingListEntries).where(open)).toEqual([]);
    const [after] = await reader().select().from(events).where(eq(events.id, full.id));
    expect(after?.allocated).toBe(1);
  });

  it("keeps the rest: attendance without a name, mails to others, the other organisers", async () => {
    await must(deleteNow());
    await runJobs(now);
    const { attendees } = await listAttendees(managedId(attended.id), {});
    expect(attendees).toMatchObject([{ name: deletedName, email: null }]);
    const others = await reader().select().from(outbox).where(eq(outbox.recipient, bob.email));
    expect(others.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["ticket", "promoted"]));
    for (const mail of others) {
      const { text } = await renderMail(readQueued(mail) as never);
      expect(text).toContain("Bob");
    }
    const [left] = await reader().select().from(events).where(eq(events.id, shared.id));
    expect(left).toMatchObject({ host: "The organisers", cancelledAt: null });
    const organisers = await reader().select().from(schema.eventOrganisers);
    expect(organisers.some(({ userId }) => userId === person.id)).toBe(false);
    expect(organisers.some(({ userId, eventId }) => userId === grace.id && eventId === shared.id)).toBe(true);
    expect((await reader().select().from(messages))[0]).toMatchObject({ body: "Yours, …, …" });
  });

  it("erases them in an event that they no longer organise, and in mails about it", async () => {
    const actor = { ...grace };
    const who = { userId: person.id };
    await must(decide((tx) => managed(promoteAttendee)(tx, { actor, eventId: full.id, who, now })));
    await transaction(async (tx) => {
      await tx.update(events).set({ host: name, contact: email }).where(eq(events.id, full.id));
      const event = { ...sampleFacts.ticket.event, host: name };
      const facts = { ...sampleFacts.ticket, name: "Bob", event };
      const mail = { kind: "ticket", recipient: bob.email, dedupeKey: "former", at: now } as const;
      await queueMail(tx, { ...mail, facts, eventId: full.id });
      await queueMail(tx, { ...mail, dedupeKey: "another host", facts, eventId: attended.id });
    });
    await must(
      decide((tx) => managed(demoteOrganiser)(tx, { actor, eventId: full.id, userId: person.id, now })),
    );
    await must(deleteNow());
    await runJobs(now);
    const [event] = await reader().select().from(events).where(eq(events.id, full.id));
    expect(event).toMatchObject({ host: "The organisers", contact: "" });
    const hostIn = async (dedupeKey: string) => {
      const [mail] = await reader().select().from(outbox).where(eq(outbox.dedupeKey, dedupeKey));
      return JSON.parse(mail?.facts ?? "").event.host;
    };
    expect(await hostIn("former")).toBe("The organisers");
    expect(await hostIn("another host")).toBe(name);
  });

  it("withdraws the door passes that the person made, and no others", async () => {
    const own = await createDoorPass(shared);
    const other = await createDoorPass(shared, { createdBy: grace.id });
    await must(deleteNow());
    await runJobs(now);
    const passes = await reader().select().from(schema.doorPasses);
    const open = passes.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ id }) => id);
    expect(open).toEqual([other.id]);
    const log = await reader().select().from(schema.auditLog);
    const withdrawals = log.filter(({ action }) => action === "door-pass.withdraw");
    expect(withdrawals.map(({ subject }) => subject)).toContain(own.id);
  });

  it("erases nothing of others whose words or address are like the person's", async () => {
    const mallory = await createUser({ name: "organiser", email: "a@example.org" });
    const role = { actorId: null, action: "account.register", subject: "ada@example.org", at: now };
    const said = { actorId: grace.id, action: "check-in.undo", subject: "a check-in", at: now };
    const description = "Ask ada@example.org or a@example.org.";
    const event = { ...sampleFacts.ticket.event, description };
    const about = { ...past, createdBy: mallory.id };
    const over = await createEvent({ ...about, description: "Ask ada@example.org." });
    const also = await createEvent({ ...about, description });
    await transaction(async (tx) => {
      await recordAudit(tx, { ...role, details: { role: "organiser" } });
      await recordAudit(tx, { ...said, details: { reason: "ada@example.org asked" } });
      const facts = { ...sampleFacts.ticket, name: "Bob", event };
      await queueMail(tx, { kind: "ticket", recipient: bob.email, dedupeKey: "like", facts, at: now });
    });
    await must(decide((tx) => deleteAccount(tx, { owner: { ...mallory, userId: mallory.id }, at: now })));
    await runJobs(now);
    const entries = await reader().select().from(schema.auditLog);
    const detailsOf = (wanted: string) => entries.find(({ subject }) => subject === wanted)?.details;
    expect(detailsOf(role.subject)).toBe('{"role":"organiser"}');
    expect(detailsOf(said.subject)).toBe('{"reason":"ada@example.org asked"}');
    const [mail] = await reader().select().from(outbox).where(eq(outbox.dedupeKey, "like"));
    expect(JSON.parse(mail?.facts ?? "").event.description).toBe("Ask ada@example.org or ….");
    const rows = await reader().select().from(events);
    expect(rows.find(({ id }) => id === over.id)).toEqual(over);
    expect(rows.find(({ id }) => id === also.id)).toMatchObject({
      ...{ description: "Ask ada@example.org or ….", revision: 1 },
    });
  });

  it("mails that it was done, once, and nothing else any more", async () => {
    await must(deleteNow());
    await runJobs(now);
    const queued = and(eq(outbox.recipient, email), eq(outbox.state, "queued"));
    expect((await reader().select().from(outbox).where(queued)).map(({ kind }) => kind)).toEqual([
      "account-deleted",
    ]);
    // Not before it is sent.
    await runJobs(daysLater(1));
    expect(await reader().select().from(accountDeletions)).toHaveLength(1);
  });

  it("lets somebody register with the address again, and leaves that account alone", async () => {
    await must(deleteNow());
    const later = daysLater(0, 5_000);
    const again = { name, email, passwordHash: "y", role: "attendee", next: null, at: later } as const;
    await must(decide((tx) => register(tx, again)));
    const [pending] = (await reader().select().from(schema.registrations)).filter(
      ({ createdAt }) => createdAt.getTime() === later.getTime(),
    );
    await must(decide((tx) => confirmRegistration(tx, { registrationId: pending?.id ?? "", at: later })));
    const { id } = (await reader().select().from(users).where(eq(users.email, email)))[0] ?? { id: "" };
    await must(
      decide((tx) => requestTicket(tx, { holder: { ...person, id }, eventId: shared.id, now: later })),
    );
    await runJobs(now);
    await send();
    await runJobs(daysLater(0, 120_000));
    const [account] = await reader().select().from(users).where(eq(users.id, id));
    expect(account).toMatchObject({ name, email, passwordHash: "y" });
    const entries = await reader().select().from(schema.auditLog).where(eq(schema.auditLog.subject, email));
    expect(entries).toMatchObject([
      { action: "account.register", details: '{"role":"attendee"}', at: later },
    ]);
    const kept = and(eq(outbox.recipient, email), eq(outbox.state, "queued"));
    expect((await reader().select().from(outbox).where(kept)).map(({ kind }) => kind).sort()).toEqual([
      "registration",
      "ticket",
    ]);
  });

  it("erases once more what was in progress when it happened", async () => {
    await must(deleteNow());
    await runJobs(now);
    await transaction(async (tx) => tx.update(users).set({ name }).where(eq(users.id, person.id)));
    await createTicket({ eventId: shared.id, holderId: grace.id });
    await transaction(async (tx) =>
      tx
        .update(tickets)
        .set({ searchText: searchable(name) })
        .where(eq(tickets.holderId, person.id)),
    );
    await send();
    await runJobs(daysLater(0, 120_000));
    expect(await findTraces()).toEqual([]);
  });

  it("goes on where it was killed, in the middle of each step, to the same end", async () => {
    // More than one transaction reads.
    const entry = { action: "account.sign-in", subject: email, details: "{}", at: now };
    const entries = Array.from({ length: 310 }, () => ({ ...entry, id: newId() }));
    await transaction(async (tx) => tx.insert(schema.auditLog).values(entries));
    await must(deleteNow());
    const seen: string[] = [];
    const progress = async () => {
      const [deletion] = await reader().select().from(accountDeletions);
      return `${deletion?.step} ${deletion?.lastSeen ? "half" : "begun"}`;
    };
    for (let last = ""; last !== "9 begun"; last = await progress()) {
      seen.push(await progress());
      const before = await everything();
      await breakSteps();
      await expect(continueDeletions(now)).rejects.toThrow();
      await mendSteps();
      // As a new process.
      await closeDatabase();
      await openDatabase({ url: database.url, limitMs: 10_000 });
      expect(await everything()).toEqual(before);
      expect(await continueDeletions(now)).toBe(true);
    }
    const begun = Array.from({ length: 9 }, (_, step) => `${step} begun`);
    expect(seen).toEqual([...begun.slice(0, 8), "7 half", "8 begun"]);
    await runJobs(now);
    await send();
    await runJobs(daysLater(0, 120_000));
    await truncateLog();
    expect(await findTraces()).toEqual([]);
    expect(findFiles()).toEqual([]);
    expect(await reader().select().from(accountDeletions)).toEqual([]);
  });

  it("of an account with many tickets cancels the first at once and the others soon", async () => {
    const many = await Promise.all(Array.from({ length: 45 }, () => createEvent({ createdBy: grace.id })));
    for (const { id } of many) await createTicket({ eventId: id, holderId: person.id });
    const active = async () =>
      (await listTickets(person.id, "upcoming", null, now)).tickets.filter(
        ({ state }) => state === "upcoming",
      );
    const before = (await active()).length;
    await must(deleteNow());
    expect((await active()).length).toBe(before - 20);
    await runJobs(now);
    expect(await active()).toEqual([]);
    const counted = await reader().select({ allocated: events.allocated, id: events.id }).from(events);
    for (const { id } of many) expect(counted.find((event) => event.id === id)?.allocated).toBe(0);
  });

  it("locks the count of public changes last, as all others do", async () => {
    for (let n = 0; n < 3; n += 1) {
      const { id } = await createEvent({ capacity: 1, createdBy: grace.id });
      await createTicket({ eventId: id, holderId: person.id });
    }
    await closeDatabase();
    const recorder = recordStatements();
    await openDatabase({ url: database.url, limitMs: 10_000 });
    const texts = await recorder.textsOf(() => must(deleteNow()));
    recorder.stop();
    const writes = texts.filter((text) => /^(insert|update|delete)/.test(text));
    const isCount = (text: string) => text.startsWith('insert into "public_version"');
    expect(writes.length).toBeGreaterThan(20);
    expect(writes.map(isCount)).toEqual(writes.map((_, n) => n === writes.length - 1));
  });

  it("keeps a ticket that was checked in already", async () => {
    const soon = await createEvent({ createdBy: grace.id });
    const ticket = await createTicket({ eventId: soon.id, holderId: person.id });
    await createCheckIn(ticket, grace);
    await must(deleteNow());
    await runJobs(now);
    const [kept] = await reader().select().from(tickets).where(eq(tickets.id, ticket.id));
    expect(kept).toMatchObject({ voidedAt: null, searchText: "" });
  });
});

describe("a deletion is refused", () => {
  beforeEach(async () => {
    person = await createUser({ name, email, role: "organiser" });
  });

  it("while nobody else organises an event that has not ended, and says which", async () => {
    const alone = await createEvent({ createdBy: person.id, name: "Jazz Supper" });
    await createEvent({ ...past, createdBy: person.id, name: "Long over" });
    await createEvent({ createdBy: person.id, name: "Called off", cancelledAt: now });
    const refused = await deleteNow();
    expect(refused).toEqual({ ok: false, reason: "only-organiser", facts: { events: "Jazz Supper" } });
    expect(await reader().select().from(accountDeletions)).toEqual([]);
    await createOrganiser(alone.id, (await createUser()).id);
    await must(deleteNow());
  });

  it("for the second of two organisers who leave an event at the same time", async () => {
    const event = await createEvent({ createdBy: person.id });
    const other = await createUser({ role: "organiser" });
    await createOrganiser(event.id, other.id);
    const [one, two] = await Promise.all([
      deleteNow(),
      decide((tx) => deleteAccount(tx, { owner: { ...other, userId: other.id }, at: now })),
    ]);
    expect([one.ok, two.ok].sort()).toEqual([false, true]);
  });

  it("when the password has changed since it was checked", async () => {
    await transaction(async (tx) => tx.update(users).set({ passwordHash: "new" }));
    expect(await deleteNow()).toMatchObject({ reason: "wrong-password" });
    expect((await reader().select().from(users))[0]).toMatchObject({ name, email });
  });
});

describe("what is in progress at a deletion", () => {
  const event = {
    ...{
      name: "Jazz Supper",
      description: "",
      location: "The Great Hall",
      host: "Ada",
      contact: "",
      pictureId: "",
    },
    ...{ date: "2030-06-01", time: "19:30", timeZone: "Europe/London", durationMinutes: 90, capacity: 10 },
  };
  const create = (actor: UserRow) => decide((tx) => createIt(tx, { actor, event, now }));
  const deleteOf = (user: UserRow) =>
    decide((tx) => deleteAccount(tx, { owner: { ...user, userId: user.id }, at: now }));

  it("creates neither an event nor a draft afterwards", async () => {
    person = await createUser({ name, email, role: "organiser" });
    await must(deleteNow());
    const draft = { draftId: "", revision: 0 };
    const saved = { owner: person, draft, fields: { host: name } as never, pictureId: "", now };
    const refusal = { ok: false, reason: "not-found" };
    expect(await create(person)).toEqual(refusal);
    expect(await decide((tx) => saveDraft(tx, saved))).toEqual(refusal);
    expect(await deleteNow()).toMatchObject({ ok: false });
  });

  it("leaves no event without organisers when it creates one", async () => {
    for (let round = 0; round < 10; round++) {
      const user = await createUser({ role: "organiser" });
      const [created, deleted] = await Promise.all([create(user), deleteOf(user)]);
      expect([created.ok, deleted.ok].sort()).toEqual([false, true]);
    }
  });

  it("leaves no event without organisers when it removes the other one", async () => {
    for (let round = 0; round < 10; round++) {
      const [creator, one, other] = [await createUser(), await createUser(), await createUser()];
      const { id } = await createEvent({ createdBy: creator.id });
      for (const who of [one, other]) await createOrganiser(id, who.id);
      await must(deleteOf(creator));
      const removal = { actor: one, eventId: id, userId: other.id, now };
      const answers = await Promise.all([
        decide((tx) => managed(demoteOrganiser)(tx, removal)),
        deleteOf(one),
      ]);
      expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
      const left = eq(schema.eventOrganisers.eventId, id);
      expect(await reader().select().from(schema.eventOrganisers).where(left)).toHaveLength(1);
    }
  });
});

describe("the download", () => {
  beforeEach(leaveTraces);

  it("has what every table stores about the person", async () => {
    const data = await collectPersonalData(person.id, now);
    expect(data?.account).toMatchObject({ name, email, role: "attendee" });
    const lists = { ...data, ...data?.signIn, ...data?.organising };
    for (const list of ["tickets", "waitingLists", "exclusions", "mails", "log", "sessions", "registrations"])
      expect(lists[list as keyof typeof lists], list).not.toHaveLength(0);
    for (const list of ["passwordResets", "passkeys", "recoveryCodes", "twoStep", "events", "drafts"])
      expect(lists[list as keyof typeof lists], list).not.toHaveLength(0);
    for (const list of ["pictures", "messages", "doorPasses"])
      expect(lists[list as keyof typeof lists], list).not.toHaveLength(0);
    const came = data?.tickets.find(({ event, voidedAt }) => event.id === attended.id && !voidedAt);
    expect(came?.checkIns).toHaveLength(2);
    expect(data?.mails.map(({ subject }) => subject)).toContain("Your Evento password was changed");
  });

  it("has no secret, nobody else, and nothing that tells how popular an event is", async () => {
    const text = JSON.stringify(await collectPersonalData(person.id, now));
    for (const secret of [person.passwordHash, "sealed", "hash", grace.name, grace.email, bob.id, bob.email])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/"(capacity|allocated|place|voidedTickets|waitingPlaces)"/);
  });

  it("has only the hour of what the worker did for the people of an event in turn", async () => {
    const at = daysLater(0, 1_234_567);
    await transaction(async (tx) => {
      await tx.update(outbox).set({ createdAt: at, sentAt: at });
      const isPerson = eq(waitingListEntries.userId, person.id);
      await tx.update(waitingListEntries).set({ endedAt: at, endedBecause: "expired" }).where(isPerson);
    });
    const data = await collectPersonalData(person.id, at);
    const times = [
      ...(data?.mails.flatMap(({ createdAt, sentAt }) => [createdAt, sentAt]) ?? []),
      ...(data?.waitingLists.map(({ endedAt }) => endedAt) ?? []),
    ];
    expect(times.length).toBeGreaterThan(20);
    expect(new Set(times.map((time) => time?.getTime()))).toEqual(new Set([now.getTime()]));
  });

  it("is empty for nobody and for a deleted account", async () => {
    await must(deleteNow());
    expect(await collectPersonalData(person.id, now)).toBeNull();
    expect(await collectPersonalData("nobody", now)).toBeNull();
  });
});

describe("after RETENTION_DAYS", () => {
  beforeEach(leaveTraces);

  /** All that the worker does about old data. */
  async function forget(at: Date, days = 365) {
    while (await anonymiseEvents(at, { days, atOnce: 1 }));
    while (await transaction((tx) => eraseOldMails(tx, at)));
    while (await transaction((tx) => eraseOldEntries(tx, at, days)));
    while (await transaction((tx) => eraseOldLinks(tx, at)));
  }

  /** The table of each row about the event that the person attended which has their id or a trace of them. */
  async function findAttendance() {
    const found: string[] = [];
    for (const table of [schema.auditLog, schema.exclusions, tickets, waitingListEntries])
      for (const row of await reader().select().from(table)) {
        const text = JSON.stringify(row);
        if (text.includes(attended.id) && [person.id, ...traces].some((trace) => text.includes(trace)))
          found.push(getTableName(table));
      }
    return found;
  }

  it("nothing links the attendance of an event to anybody, and its figures stay", async () => {
    const recent = await createEvent({ startsAt: daysLater(-9), endsAt: daysLater(-9, 1) });
    await createTicket({ eventId: recent.id, holderId: person.id });
    await createExclusion(attended, person);
    await transaction(async (tx) => {
      const entry = { subject: attended.id, at: now };
      for (const action of ["waiting-list.join", "waiting-list.leave"])
        await recordAudit(tx, { ...entry, actorId: person.id, action });
      const details = { user: person.id };
      await recordAudit(tx, { ...entry, actorId: grace.id, action: "ticket.allow-again", details });
    });
    const [old, young] = [await figuresOf(attended), await figuresOf(recent)];
    expect(await findAttendance()).toEqual([
      ...Array(3).fill("audit_log"),
      ...["exclusions", "tickets", "tickets", "waiting_list_entries"],
    ]);
    await forget(daysLater(355.5));
    expect(await findAttendance()).toEqual([]);
    expect((await listAttendees(managedId(attended.id), {})).attendees).toEqual([]);
    expect((await listAttendees(managedId(recent.id), {})).attendees).toHaveLength(1);
    const { tickets: own } = await listTickets(person.id, "past", null, now);
    expect(own.map(({ event }) => event.id)).not.toContain(attended.id);
    expect([await figuresOf(attended), await figuresOf(recent)]).toEqual([old, young]);
  });

  it("a whole year leaves the person only in their account and in what they wrote", async () => {
    await transaction(async (tx) => tx.update(outbox).set({ state: "sent", sentAt: now }));
    await forget(daysLater(800));
    await truncateLog();
    expect(await findTraces()).toEqual([
      ...["drafts.fields", "events.cancelReason", "events.contact", "events.description", "events.host"],
      ...[
        "messages.body",
        "messages.subject",
        "passkeys.name",
        "picture_files.bytes",
        "rate_limits.key",
        "users.email",
        "users.name",
      ],
    ]);
  });

  it("mails lose recipient and facts 30 days after they were sent, also those of equal key, and links after 7", async () => {
    await transaction(async (tx) => {
      for (const recipient of ["a@example.org", "b@example.org"]) {
        const { id: _, ...event } = sampleFacts.ticket.event;
        const facts = { name: "Ada", event: { ...event, id: made.id }, reason: null };
        const mail = { kind: "event-cancelled", recipient, dedupeKey: "same", facts, at: now } as const;
        await queueMail(tx, mail);
      }
      await tx.update(outbox).set({ state: "sent", sentAt: daysLater(1) });
    });
    await forget(daysLater(30.5));
    expect((await reader().select().from(outbox)).filter(({ recipient }) => !recipient)).toEqual([]);
    expect(await reader().select().from(schema.registrations)).toEqual([]);
    expect(await reader().select().from(schema.passwordResets)).toEqual([]);
    await forget(daysLater(31));
    const rows = await reader().select().from(outbox);
    expect(rows.filter(({ dedupeKey }) => dedupeKey === "same")).toHaveLength(2);
    expect(rows.every(({ recipient, facts }) => recipient === null && facts === "{}")).toBe(true);
  });

  it("mails that could not be sent lose them 30 days after they were queued, those that still wait never", async () => {
    await transaction(async (tx) => {
      await tx.delete(outbox);
      for (const [dedupeKey, recipient] of Object.entries({
        dead: "a@example.org",
        queued: "b@example.org",
      })) {
        const facts = { name: "Ada", how: "changed" } as const;
        await queueMail(tx, { kind: "password-changed", recipient, dedupeKey, facts, at: now });
      }
      await tx.update(outbox).set({ state: "dead" }).where(eq(outbox.dedupeKey, "dead"));
    });
    const kept = async () => {
      const rows = await reader().select().from(outbox).where(isNotNull(outbox.recipient));
      return rows.map(({ dedupeKey }) => dedupeKey).sort();
    };
    await forget(daysLater(29.9));
    expect(await kept()).toEqual(["dead", "queued"]);
    await forget(daysLater(30));
    expect(await kept()).toEqual(["queued"]);
    await forget(daysLater(300));
    expect(await kept()).toEqual(["queued"]);
  });

  it("entries of the audit log lose addresses and details, and none of both before", async () => {
    const entry = { actorId: grace.id, action: "told", at: now };
    await transaction(async (tx) => {
      await recordAudit(tx, { ...entry, subject: "event", details: { reason: "late" } });
      await recordAudit(tx, { ...entry, subject: "ada@example.org" });
    });
    const entries = async () => {
      const rows = await reader()
        .select()
        .from(schema.auditLog)
        .where(eq(schema.auditLog.action, "told"))
        .orderBy(schema.auditLog.subject);
      return rows.map(({ subject, details }) => [subject, details]);
    };
    await forget(daysLater(364.9));
    expect(await entries()).toEqual([
      ["ada@example.org", "{}"],
      ["event", '{"reason":"late"}'],
    ]);
    await forget(daysLater(365));
    expect(await entries()).toEqual([
      ["", "{}"],
      ["event", "{}"],
    ]);
  });
});
