import { readdirSync, readFileSync } from "node:fs";
import { and, asc, desc, eq, gt, isNull, lt, notInArray, type SQL } from "drizzle-orm";
import { generateSync } from "otplib";
import { afterEach, describe, expect, it } from "vitest";
import { type Filling, fill } from "@/bench/fill";
import { closeDatabase, openDatabase, reader } from "@/db/client";
import { onPostgres } from "@/db/database-url";
import {
  eventOrganisers,
  events,
  mailings,
  outbox,
  passwordResets,
  registrations,
  sessions,
  tickets,
  users,
} from "@/db/schema";
import { changePassword } from "@/lib/accounts/commands/change-password";
import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { deleteFutureLinks } from "@/lib/accounts/commands/delete-future-links";
import { endOwnSession, signOutEverywhere } from "@/lib/accounts/commands/end-session";
import { register } from "@/lib/accounts/commands/register";
import { renewCalendar } from "@/lib/accounts/commands/renew-calendar";
import { requestReset } from "@/lib/accounts/commands/request-reset";
import { resendConfirmation } from "@/lib/accounts/commands/resend-confirmation";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { setReminders } from "@/lib/accounts/commands/set-reminders";
import { tryOrganiserCode } from "@/lib/accounts/commands/try-organiser-code";
import {
  findCalendarOwner,
  findCalendarSecret,
  findRegistration,
  findReset,
  wantsReminders,
} from "@/lib/accounts/queries";
import { authenticate } from "@/lib/auth/authenticate";
import { linkToken } from "@/lib/auth/link-token";
import { isRegistrationPassword } from "@/lib/auth/registration-password";
import { hasSecondStep, limitSecondStep, readSecondStep, secondStepCookie } from "@/lib/auth/second-step";
import { endSession, findLiveSession, insertSession, listSessions, touchSession } from "@/lib/auth/sessions";
import { signInWithCredentials } from "@/lib/auth/sign-in-with-credentials";
import { checkIn } from "@/lib/check-in/commands/check-in";
import { makeDoorPass } from "@/lib/check-in/commands/make-door-pass";
import { settleCheckIn } from "@/lib/check-in/commands/settle-check-in";
import { syncCheckIns } from "@/lib/check-in/commands/sync-check-ins";
import { undoCheckIn } from "@/lib/check-in/commands/undo-check-in";
import { withdrawDoorPass } from "@/lib/check-in/commands/withdraw-door-pass";
import {
  countCheckedIn,
  findDoorView,
  findHolders,
  findOwnScan,
  listDoorList,
  listDoorPasses,
  listHeldCheckIns,
  readDoorTickets,
} from "@/lib/check-in/queries";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { createEvent } from "@/lib/events/commands/create-event";
import { deleteDraft } from "@/lib/events/commands/delete-draft";
import { editEvent } from "@/lib/events/commands/edit-event";
import { saveDraft } from "@/lib/events/commands/save-draft";
import { editVersion } from "@/lib/events/edit-version";
import { draftInput, newEventInput } from "@/lib/events/input";
import {
  findDraft,
  findEventFor,
  findFeedEvent,
  findPublicEvent,
  firstUpcomingStart,
  listDrafts,
  listEventDates,
  listFeedEvents,
  listManagedEvents,
  listSitemapEvents,
  listUpcomingEvents,
} from "@/lib/events/queries";
import { allowAgain } from "@/lib/exclusions/commands/allow-again";
import { listExcluded } from "@/lib/exclusions/queries";
import { prepareMail } from "@/lib/mail/account-mail";
import { type Audience, isAmong, listNextPeople } from "@/lib/mail/audiences";
import { resendMail } from "@/lib/mail/commands";
import { deliverDue } from "@/lib/mail/deliver";
import { leaseMail } from "@/lib/mail/lease";
import { expandMailing } from "@/lib/mail/mailings";
import { type MailMessage, readQueued } from "@/lib/mail/messages";
import type { OutboxRow } from "@/lib/mail/outbox";
import { countDeadMails, findStoredMail, listDeadMails, listMailbox } from "@/lib/mail/queries";
import { findReplyTo } from "@/lib/mail/reply-to";
import { skipReason } from "@/lib/mail/skip-reason";
import { sendMessage } from "@/lib/messages/commands/send-message";
import { countAudiences, listMessages, precheckMessage } from "@/lib/messages/queries";
import { demoteOrganiser } from "@/lib/organisers/commands/demote";
import { promoteAttendee } from "@/lib/organisers/commands/promote";
import { isOrganiserOf, listOrganisers, organisesEvents } from "@/lib/organisers/queries";
import { decide, record } from "@/lib/outcome/outcome";
import { addPasskey } from "@/lib/passkeys/commands/add-passkey";
import { removePasskey } from "@/lib/passkeys/commands/remove-passkey";
import { signInWithPasskey } from "@/lib/passkeys/commands/sign-in-with-passkey";
import { findPasskey, listPasskeys } from "@/lib/passkeys/queries";
import { anonymiseEvents } from "@/lib/personal-data/commands/anonymise-events";
import { continueDeletions } from "@/lib/personal-data/commands/continue-deletions";
import { deleteAccount } from "@/lib/personal-data/commands/delete-account";
import { eraseOldEntries, eraseOldLinks, eraseOldMails } from "@/lib/personal-data/commands/erase-old";
import { recordDownload } from "@/lib/personal-data/commands/record-download";
import { saveName } from "@/lib/personal-data/commands/save-name";
import { collectPersonalData } from "@/lib/personal-data/queries";
import { claimPicture } from "@/lib/pictures/commands/claim-picture";
import { deleteUnusedPictures } from "@/lib/pictures/commands/delete-unused-pictures";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { findPictureFile } from "@/lib/pictures/queries";
import { checkDatabase, readPublicVersion } from "@/lib/public-pages/public-version";
import { consume, deleteExpiredLimits, refund, secondsUntilAllowed } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { findOrganiserFigures, findPace, findStatistics, listActivity } from "@/lib/statistics/queries";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import {
  findActiveTicketId,
  findTicket,
  listAttendees,
  listCalendarTickets,
  listTickets,
  precheckTicketRequest,
} from "@/lib/tickets/queries";
import { renewRecoveryCodes } from "@/lib/two-step/commands/renew-recovery-codes";
import { signInWithCode } from "@/lib/two-step/commands/sign-in-with-code";
import { signInWithRecoveryCode } from "@/lib/two-step/commands/sign-in-with-recovery-code";
import { turnOff } from "@/lib/two-step/commands/turn-off";
import { turnOn } from "@/lib/two-step/commands/turn-on";
import { findTwoStep } from "@/lib/two-step/queries";
import { newRecoveryCodes } from "@/lib/two-step/recovery-code";
import { newKey } from "@/lib/two-step/totp";
import { joinWaitingList } from "@/lib/waiting-list/commands/join-waiting-list";
import { leaveWaitingList } from "@/lib/waiting-list/commands/leave-waiting-list";
import { removeFromWaitingList } from "@/lib/waiting-list/commands/remove-from-waiting-list";
import { continueHandOvers, endExpiredEntries } from "@/lib/waiting-list/commands/serve-waiting-lists";
import { findWaiting, listWaitedEvents, listWaitingAttendees } from "@/lib/waiting-list/queries";
import { testPassword } from "@/tests/harness/accounts";
import { atDoor, managed, managedId, ofHolder } from "@/tests/harness/checked-commands";
import { runSql, withDatabase } from "@/tests/harness/database";
import { testNow as now, type UserRow } from "@/tests/harness/factories";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { openRows } from "@/tests/harness/rows";
import { openPlanner, recordStatements } from "@/tests/harness/statements";

const database = withDatabase();

/** The first row; there must be one. */
async function firstRow<Row>(rows: PromiseLike<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (!row) throw new Error("The filled database lacks a row.");
  return row;
}

const firstAccount = async (where: SQL | undefined) =>
  (await firstRow(reader().select().from(users).where(where))) as UserRow;

const firstMail = async (where: SQL) =>
  (await firstRow(reader().select().from(outbox).where(where))) as OutboxRow;

/** Calls every query and command as the pages do, and adds its name to `called`. */
async function callEverything(called: Set<string>) {
  const call = <Value>(name: string, ask: () => Promise<Value>): Promise<Value> => {
    called.add(name);
    return recorder.record(ask);
  };
  const upcoming = and(gt(events.startsAt, now), isNull(events.cancelledAt));
  const hasHolders = and(gt(events.allocated, 10), lt(events.allocated, events.capacity));
  const event = await firstRow(reader().select().from(events).where(and(upcoming, hasHolders)));
  const eventId = event.id;
  const host = await firstAccount(eq(users.id, event.createdBy));
  const { id: ticketId, holderId } = await firstRow(
    reader()
      .select()
      .from(tickets)
      .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt)))
      .orderBy(asc(tickets.createdAt)),
  );
  const ada = await firstAccount(eq(users.id, holderId ?? ""));
  const holders = reader().select({ id: tickets.holderId }).from(tickets).where(eq(tickets.eventId, eventId));
  const isNew = and(eq(users.role, "attendee"), notInArray(users.id, holders));
  const eve = await firstAccount(isNew);

  for (const filter of [{}, { from: "2030-02-01", to: "2030-03-01" }, { q: "jazz night" }])
    await call("listUpcomingEvents", () => listUpcomingEvents({ q: "", page: 3, ...filter }, now));
  await call("listFeedEvents", () => listFeedEvents({ q: "jazz", from: "2030-02-01" }, now));
  await call("listSitemapEvents", () => listSitemapEvents(now));
  await call("findFeedEvent", () => findFeedEvent(eventId));
  await call("listCalendarTickets", () => listCalendarTickets(ada.id, now));
  const secret = await call("findCalendarSecret", () => findCalendarSecret(ada.id));
  await call("findCalendarOwner", () => findCalendarOwner(secret));
  await call("listEventDates", () => listEventDates({ from: "2030-02-01", to: "2030-02-28" }, now));
  await call("countDeadMails", () => countDeadMails([eventId, "none"]));
  await call("firstUpcomingStart", () => firstUpcomingStart(now));
  await call("findPublicEvent", () => findPublicEvent(eventId, now));
  for (const group of ["upcoming", "past"] as const)
    for (const after of [null, ticketId]) {
      await call("listManagedEvents", () => listManagedEvents(host.id, group, after && eventId, now));
      await call("listTickets", () => listTickets(ada.id, group, after, now));
    }
  await call("findEventFor", () => findEventFor(eventId, host.id, now));
  for (const q of ["", "aisha b"])
    for (const after of [null, ticketId])
      for (const sort of ["requested", "name"] as const)
        await call("listAttendees", () => listAttendees(managedId(eventId), { q, after, sort }));
  for (const show of ["checked-in", "void"] as const)
    await call("listAttendees", () => listAttendees(managedId(eventId), { show, after: ticketId }));
  const managedEvent = { ...event, state: "ended" as const };
  await call("findStatistics", () => findStatistics(managedEvent, now));
  await call("findPace", () => findPace([event], now));
  await call("findOrganiserFigures", () => findOrganiserFigures(host.id, now));
  await call("listActivity", () => listActivity(host.id, now));
  await call("listOrganisers", () => listOrganisers(managedId(eventId)));
  await call("findTicket", () => findTicket(ticketId, ada.id, now));
  await call("precheckTicketRequest", () => precheckTicketRequest({ holder: ada, eventId, now }));
  await call("readPublicVersion", () => readPublicVersion());
  await call("checkDatabase", () => checkDatabase());

  const holder = { ...eve };
  const ticket = await call("requestTicket", () =>
    decide((tx) => requestTicket(tx, { holder, eventId, now })),
  );
  if (ticket.ok)
    await call("cancelTicket", () =>
      decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId: ticket.value, now })),
    );
  await callWaitingList(call, eve);
  await callDoor(call, { eventId, userId: host.id, ticketId, startsAt: event.startsAt });
  const text = { name: "New", location: "Here", host: "Grace", description: "" };
  const newEvent = newEventInput.parse({
    ...text,
    date: "2030-06-01",
    time: "18:00",
    timeZone: "Asia/Tokyo",
    hours: "1",
    minutes: "0",
    capacity: "20",
  });
  await call("createEvent", () => decide((tx) => createEvent(tx, { actor: host, event: newEvent, now })));
  const files = [{ width: 480, height: 320, bytes: Buffer.from("x") }];
  const picture = { uploadedBy: host.id, files, at: now };
  const pictureId = await call("storePicture", () => record((tx) => storePicture(tx, picture)));
  await call("findPictureFile", () => findPictureFile(pictureId, 480));
  await call("claimPicture", () => decide((tx) => claimPicture(tx, { pictureId, actor: host })));
  const inADay = new Date(now.getTime() + 86_400_000);
  const fields = draftInput.parse({ intent: "draft" }).fields;
  const save = (draft: { draftId: string; revision: number }) =>
    call("saveDraft", () => decide((tx) => saveDraft(tx, { owner: host, draft, fields, pictureId, now })));
  const saved = await save({ draftId: "", revision: 0 });
  const draftId = saved.ok ? saved.value : "";
  for (const revision of [0, 7]) await save({ draftId, revision });
  await save({ draftId: ticketId, revision: 0 });
  await call("findDraft", () => findDraft(draftId, host.id));
  await call("listDrafts", () => listDrafts(host.id));
  for (const revision of [7, 1, 1])
    await call("createEvent", () =>
      decide((tx) => createEvent(tx, { actor: host, event: newEvent, draft: { draftId, revision }, now })),
    );
  await call("deleteDraft", () => decide((tx) => deleteDraft(tx, { owner: host, draftId })));
  await call("deleteUnusedPictures", () => record((tx) => deleteUnusedPictures(tx, inADay)));
  await call("promoteAttendee", () =>
    decide((tx) => managed(promoteAttendee)(tx, { actor: host, eventId, who: { email: ada.email }, now })),
  );
  await call("demoteOrganiser", () =>
    decide((tx) => managed(demoteOrganiser)(tx, { actor: host, eventId, userId: ada.id, now })),
  );
  const words = { name: "Renamed", location: "Elsewhere", host: "Grace", contact: "", description: "" };
  const edit = { ...words, capacity: 900_000, pictureId: "" };
  const opened = await findEventFor(eventId, host.id, now);
  const version = opened ? editVersion(opened) : "";
  await call("editEvent", () =>
    decide((tx) => managed(editEvent)(tx, { actor: host, eventId, version, edit, now })),
  );
  await call("expandMailing", () => expandMailing(now, 3));
  const again = { ...edit, location: "Somewhere else" };
  const seen = { actor: host, eventId, version: editVersion(edit), now };
  await call("editEvent", () => decide((tx) => managed(editEvent)(tx, { ...seen, edit: again })));
  await call("expandMailing", () => expandMailing(now, 3));
  const moved = await firstMail(eq(outbox.kind, "location-changed"));
  await call("refreshFacts", () => leaseMail(moved.id, now));
  await call("skipReason", () => skipReason(moved.recipient, readQueued(moved) as MailMessage, now));
  await call("findReplyTo", () => findReplyTo(readQueued(moved) as MailMessage));
  const about = { ...sampleFacts.full, event: { ...sampleFacts.full.event, id: eventId } };
  await call("skipReason", () => skipReason(host.email, { kind: "full", facts: about }, now));
  await callMessages({ actor: host, eventId, email: ada.email, call });
  await call("cancelEvent", () =>
    decide((tx) => managed(cancelEvent)(tx, { actor: host, eventId, reason: "", now })),
  );

  await call("expandMailing", () => expandMailing(now, 3));
  await call("expandMailing", () => expandMailing(now, 3));

  const transport = {
    send: async () =>
      Promise.reject(Object.assign(new Error("no"), { responseCode: 550, command: "RCPT TO" })),
    verify: async () => true,
  };
  await call("deliverDue", () => deliverDue({ now: () => now, transport, limit: 5, concurrency: 1 }));
  await call("listDeadMails", () => listDeadMails(managedId(eventId)));
  await call("listMailbox", () => listMailbox(2));
  const mail = await firstMail(eq(outbox.state, "dead"));
  await call("findStoredMail", () => findStoredMail(mail.id));
  await call("resendMail", () =>
    decide((tx) => resendMail(tx, { mailId: mail.id, eventId: managedId(eventId), at: now })),
  );

  const browser = { userAgent: "", clientAddress: "203.0.113.7", known: null };
  const entered = await call("signInWithCredentials", () =>
    signInWithCredentials({ email: ada.email, password: testPassword }, browser, now),
  );
  if (!entered.ok) throw new Error(entered.reason);
  const sessionId = String(entered.value.sessionId);
  await call("findLiveSession", () => findLiveSession(sessionId, now));
  await call("findActiveTicketId", () => findActiveTicketId(eventId, ada.id));
  await call("isOrganiserOf", () => isOrganiserOf(eventId, ada.id));
  await call("organisesEvents", () => organisesEvents(ada.id));
  await call("listSessions", () => listSessions(ada, now));
  await call("touchSession", () => record((tx) => touchSession(tx, sessionId, now)));
  await call("saveName", () => decide((tx) => saveName(tx, { owner: ada, name: "Ada Byron", at: now })));
  await call("setReminders", () => decide((tx) => setReminders(tx, { owner: ada, reminders: false })));
  await call("wantsReminders", () => wantsReminders(ada.id));
  await call("renewCalendar", () => decide((tx) => renewCalendar(tx, { actor: ada, at: now })));
  const session = await firstRow(reader().select().from(sessions).where(eq(sessions.userId, ada.id)));
  await call("endOwnSession", () => decide((tx) => endOwnSession(tx, { actor: ada, sessionId: session.id })));
  const owner = { ...ada, userId: ada.id };
  await call("changePassword", () => decide((tx) => changePassword(tx, { owner, newHash: "x", at: now })));
  await call("signOutEverywhere", () => decide((tx) => signOutEverywhere(tx, { actor: ada, at: now })));
  await call("endSession", () => record((tx) => endSession(tx, sessionId)));

  const email = "new@example.org";
  const who = { name: "New", email, passwordHash: "x", role: "attendee", next: null, at: now } as const;
  await call("register", () => decide((tx) => register(tx, who)));
  const [registration] = await reader().select().from(registrations).where(eq(registrations.email, email));
  const registrationId = registration?.id ?? "";
  const later = new Date(now.getTime() + 3_600_000);
  await call("resendConfirmation", () =>
    decide((tx) => resendConfirmation(tx, { email, next: null, at: later })),
  );
  for (const row of await reader().select().from(outbox).where(eq(outbox.recipient, email)))
    await call("prepareMail", () => prepareMail({ ...row, recipient: email }, later));
  const from = { clientAddress: "203.0.113.7", known: { id: "a-browser", userId: eve.id }, now };
  await call("authenticate", () => authenticate({ email: eve.email, password: "x" }, from));
  await call("isRegistrationPassword", () => isRegistrationPassword({ email, password: "x" }, now));
  await call("findRegistration", () => findRegistration(linkToken("confirm-email", registrationId), now));
  await call("confirmRegistration", () =>
    decide((tx) => confirmRegistration(tx, { registrationId, at: now })),
  );
  await call("requestReset", () =>
    decide((tx) => requestReset(tx, { email: eve.email, next: null, at: now })),
  );
  const ofEve = eq(passwordResets.email, eve.email);
  const reset = await firstRow(reader().select().from(passwordResets).where(ofEve));
  await call("findReset", () => findReset(linkToken("reset-password", reset.id), now));
  await call("resetPassword", () =>
    decide((tx) => resetPassword(tx, { resetId: reset.id, passwordHash: "y", at: now })),
  );
  const given = { given: "wrong", clientAddress: browser.clientAddress, at: now };
  await call("tryOrganiserCode", () => decide((tx) => tryOrganiserCode(tx, given)));
  await call("secondsUntilAllowed", () => secondsUntilAllowed("sign-in", "x", now));
  await call("refund", () => record((tx) => refund(tx, "sign-in", "x")));
  await call("consume", () => record((tx) => consume(tx, "mailed-link", "x", now)));
  await call("deleteExpiredLimits", () => record((tx) => deleteExpiredLimits(tx, now)));
  const yesterday = new Date(now.getTime() - 86_400_000);
  await call("deleteFutureLinks", () => record((tx) => deleteFutureLinks(tx, yesterday)));
  await callSecondSteps(call, eve);
  await callPersonalData(call, ada, eventId);
}

type Call = <Value>(name: string, ask: () => Promise<Value>) => Promise<Value>;

/** Has somebody wait for a full event, in every way. */
async function callWaitingList(call: Call, person: typeof users.$inferSelect) {
  const isFull = and(
    gt(events.startsAt, now),
    isNull(events.cancelledAt),
    eq(events.allocated, events.capacity),
  );
  const event = await firstRow(
    reader()
      .select()
      .from(events)
      .where(and(isFull, gt(events.allocated, 0))),
  );
  const [eventId, actor] = [event.id, { id: event.createdBy, role: "organiser" as const }];
  const join = () =>
    call("joinWaitingList", () =>
      decide((tx) => joinWaitingList(tx, { person: person as UserRow, eventId, until: "start", now })),
    );
  await join();
  await call("findWaiting", () => findWaiting(eventId, person.id, now));
  await call("listWaitedEvents", () => listWaitedEvents(person.id, now));
  const { waiting } = await call("listWaitingAttendees", () =>
    listWaitingAttendees(managedId(eventId), null, now),
  );
  const entryId = waiting[0]?.id ?? "";
  await call("listWaitingAttendees", () => listWaitingAttendees(managedId(eventId), entryId, now));
  await call("removeFromWaitingList", () =>
    decide((tx) => managed(removeFromWaitingList)(tx, { actor, eventId, entryId, now })),
  );
  await join();
  await call("leaveWaitingList", () =>
    decide((tx) => leaveWaitingList(tx, { userId: person.id, eventId, now })),
  );
  await join();
  const isOfEvent = and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt));
  const ticket = await firstRow(reader().select().from(tickets).where(isOfEvent));
  const taken = { actor, eventId, ticketId: ticket.id, reason: "No", now };
  await call("takeBackTicket", () => decide((tx) => managed(takeBackTicket)(tx, taken)));
  await call("listExcluded", () => listExcluded(managedId(eventId)));
  await call("allowAgain", () =>
    decide((tx) => managed(allowAgain)(tx, { actor, eventId, userId: ticket.holderId ?? "", now })),
  );
  await join();
  await call("endExpiredEntries", () => endExpiredEntries(event.startsAt));
  await record((tx) => tx.update(events).set({ waitingListPending: true }).where(eq(events.id, eventId)));
  await call("continueHandOvers", () => continueHandOvers(now));
}

type AtDoor = { eventId: string; userId: string; ticketId: string; startsAt: Date };

/** Calls every query and command of an event's door. */
async function callDoor(call: Call, { eventId, userId, ticketId, startsAt }: AtDoor) {
  const keeper = { userId, eventId };
  const actor = { id: userId };
  const nonces = [newId(), newId(), newId()];
  const [nonce = "", second = "", third = ""] = nonces;
  const made = await call("makeDoorPass", () =>
    decide((tx) => managed(makeDoorPass)(tx, { actor, eventId, door: "North", now })),
  );
  const passId = made.ok ? made.value : "";
  const { code } = await firstRow(reader().select().from(tickets).where(eq(tickets.id, ticketId)));
  const scan = { keeper, ticket: { code }, now: startsAt };
  for (const each of [nonce, second])
    await call("checkIn", () => decide((tx) => atDoor(checkIn)(tx, { ...scan, nonce: each })));
  await call("findOwnScan", () => findOwnScan(keeper, nonce, startsAt));
  const admitted = { kind: "check-in" as const, nonce: third, ticketId, at: startsAt };
  const sync = { keeper: { passId }, done: [admitted], sentAt: startsAt, now: startsAt };
  await call("syncCheckIns", () => decide((tx) => atDoor(syncCheckIns)(tx, sync)));
  const [held] = await call("listHeldCheckIns", () => listHeldCheckIns(managedId(eventId)));
  for (const intent of ["accept", "dismiss"] as const)
    await call("settleCheckIn", () =>
      decide((tx) => managed(settleCheckIn)(tx, { actor, eventId, checkInId: held?.id ?? "", intent, now })),
    );
  await call("findDoorView", () => findDoorView({ passId }, now));
  await call("countCheckedIn", () => countCheckedIn([eventId]));
  await call("listDoorPasses", () => listDoorPasses(managedId(eventId)));
  await call("findHolders", () => findHolders(managedId(eventId), "aisha b"));
  for (const which of ["active", "void"] as const)
    for (const after of [null, { createdAt: now, id: ticketId }])
      await call("readDoorTickets", () => readDoorTickets(eventId, which, after));
  await call("listDoorList", () => listDoorList(managedId(eventId)));
  await call("undoCheckIn", () => decide((tx) => atDoor(undoCheckIn)(tx, { keeper, nonce, now })));
  await call("withdrawDoorPass", () =>
    decide((tx) => managed(withdrawDoorPass)(tx, { actor, eventId, passId, now })),
  );
}

/** Sends a message to the holders of an event's tickets, and looks for its other people. */
async function callMessages({
  actor,
  eventId,
  email,
  call,
}: {
  actor: { id: string };
  eventId: string;
  email: string;
  call: Call;
}) {
  const message = { messageId: "", audience: "holders", subject: "Doors", body: "Open at seven." } as const;
  await call("precheckMessage", () => precheckMessage({ actor, eventId, audience: "holders", now }));
  // Due before what else is expanded here.
  const before = new Date(now.getTime() - 1_000);
  await call("sendMessage", () =>
    decide((tx) => managed(sendMessage)(tx, { actor, eventId, message, now: before })),
  );
  await call("countAudiences", () => countAudiences(managedId(eventId), now));
  const isOfMessage = and(eq(mailings.eventId, eventId), eq(mailings.kind, "message"));
  const mailing = await firstRow(reader().select().from(mailings).where(isOfMessage));
  const ticket = await firstRow(reader().select().from(tickets).where(eq(tickets.eventId, eventId)));
  const inside = { ...mailing, lastTicketId: ticket.id, lastPlace: 1 };
  for (const audience of ["holders", "checked-in", "waiting"] satisfies Audience[]) {
    for (const each of [mailing, inside])
      await call("listNextPeople", () =>
        record((tx) => listNextPeople(tx, { audience, mailing: each, limit: 3, now })),
      );
    await call("isAmong", () => isAmong(reader(), { audience, eventId, email, now }));
  }
  await call("expandMailing", () => expandMailing(now, 3));
  const mail = await firstMail(eq(outbox.kind, "message"));
  await call("refreshFacts", () => leaseMail(mail.id, now));
  const { message: prepared } = await call("prepareMail", () => prepareMail(mail, now));
  if (!prepared) throw new Error("There is no message.");
  await call("skipReason", () => skipReason(mail.recipient, prepared, now));
  await call("listMessages", () => listMessages(managedId(eventId)));
}

/** Signs an account in with codes and a passkey. */
async function callSecondSteps(call: Call, user: UserRow) {
  const browser = { userAgent: "", clientAddress: "203.0.113.7", known: null };
  const current = await firstAccount(eq(users.id, user.id));
  const who = { ...current, userId: user.id };
  const startSession = () => record((tx) => insertSession(tx, who, browser, now));
  const signedIn = async () => ({ ...current, sessionId: await call("insertSession", startSession) });
  const key = newKey();
  const codeAt = (at: Date) => generateSync({ secret: key, epoch: at.getTime() / 1000 });
  const recoveryCodes = newRecoveryCodes();
  const turningOn = { owner: await signedIn(), key, code: codeAt(now), recoveryCodes, at: now };
  await call("turnOn", () => decide((tx) => turnOn(tx, turningOn)));
  const owner = await signedIn();
  await call("hasSecondStep", () => hasSecondStep(reader(), user.id));
  await call("findTwoStep", () => findTwoStep(user.id));
  const later = new Date(now.getTime() + 60_000);
  const proof = secondStepCookie(who, now).split(/[=;]/)[1];
  await call("readSecondStep", () => readSecondStep(proof, later));
  await call("limitSecondStep", () =>
    limitSecondStep(who, { ...browser, now: later }, () =>
      call("signInWithCode", () =>
        decide((tx) => signInWithCode(tx, { who, code: codeAt(later), browser, at: later })),
      ),
    ),
  );
  const recoveryCode = recoveryCodes[0] ?? "";
  await call("signInWithRecoveryCode", () =>
    decide((tx) => signInWithRecoveryCode(tx, { who, recoveryCode, browser, at: later })),
  );
  await call("renewRecoveryCodes", () =>
    decide((tx) => renewRecoveryCodes(tx, { owner, codes: newRecoveryCodes(), at: later })),
  );
  await call("turnOff", () => decide((tx) => turnOff(tx, { owner, at: later })));
  const passkey = { credentialId: "key", publicKey: Buffer.from("k"), counter: 1, transports: [] };
  await call("addPasskey", () =>
    decide((tx) => addPasskey(tx, { owner, name: "Phone", passkey, challenge: "one", at: now })),
  );
  const [{ id: passkeyId } = { id: "" }] = await call("listPasskeys", () => listPasskeys(user.id));
  const known = await call("findPasskey", () => findPasskey("key"));
  if (!known) throw new Error("There is no passkey.");
  await call("signInWithPasskey", () =>
    decide((tx) =>
      signInWithPasskey(tx, { passkey: known, newCounter: 2, challenge: "two", browser, at: later }),
    ),
  );
  await call("removePasskey", () => decide((tx) => removePasskey(tx, { owner, passkeyId, at: later })));
}

/** Deletes an account that organises an event, and forgets what is old. */
async function callPersonalData(call: Call, owner: UserRow, eventId: string) {
  const added = { eventId, userId: owner.id, addedAt: now, addedBy: owner.id };
  await record((tx) => tx.insert(eventOrganisers).values(added).onConflictDoNothing());
  await call("collectPersonalData", () => collectPersonalData(owner.id, now));
  await call("recordDownload", () => record((tx) => recordDownload(tx, { actor: owner, at: now })));
  // Its password has changed meanwhile.
  const current = { ...owner, ...(await firstAccount(eq(users.id, owner.id))), userId: owner.id };
  const deleted = await call("deleteAccount", () =>
    decide((tx) => deleteAccount(tx, { owner: current, at: now })),
  );
  if (!deleted.ok) throw new Error(deleted.reason);
  while (await call("continueDeletions", () => continueDeletions(now)));
  const later = new Date(now.getTime() + 40 * 24 * 3_600_000);
  await call("anonymiseEvents", () => anonymiseEvents(later, { days: 1 }));
  await call("eraseOldMails", () => record((tx) => eraseOldMails(tx, later)));
  await call("eraseOldEntries", () => record((tx) => eraseOldEntries(tx, later, 30)));
  await call("eraseOldLinks", () => record((tx) => eraseOldLinks(tx, later)));
}

/** Functions that the ones above call. */
const inside = [
  ...[
    "findManagedEvent",
    "sendDueAlerts",
    "queueMailing",
    "queueMail",
    "queueMails",
    "recordAudit",
    "countPublicChange",
    "replacePasswordHash",
  ],
  ...[
    "recordAudits",
    "handOver",
    "endEntries",
    "endEntryOf",
    "endAndMail",
    "lockAccount",
    "lockAccountOf",
    "lockEvent",
  ],
  ...[
    "releasePlaces",
    "eraseFromEvents",
    "leaveEvents",
    "eraseAccountRow",
    "eraseAttendance",
    "voidOwnTicket",
    "deleteOldLinks",
  ],
  ...["countRecoveryCodes", "replaceRecoveryCodes", "consumeChallenge"],
  // It reads the whole indexes of what is queued, dead or open: that is what it counts.
  "countQueues",
  ...[
    "isExcluded",
    "drawId",
    "replaceResets",
    "startSession",
    "endSessionsOf",
    "findMessage",
    "withdrawPassesOf",
  ],
  ...["findDoor", "findScanned", "lockTicket", "findByNonce", "findActive", "addCheckIn", "undoAt"],
  ...["resetLimit", "listDue", "queueNewLocation", "countPeople", "findWords", "checkMessage"],
];

let recorder: ReturnType<typeof recordStatements>;

/** Fills the database, opens it again and records its statements. */
async function openFilled(filling: Filling) {
  await closeDatabase();
  const rows = await openRows(database.url);
  await fill(rows, filling, now);
  await rows.close();
  // PostgreSQL would do so itself a minute later; its plans depend on it.
  if (onPostgres) await runSql(database.url, "vacuum analyze");
  recorder = recordStatements();
  await openDatabase({ url: database.url });
}

afterEach(() => recorder.stop());

const searches = / like [?$]/;
const promotionsOfSomebody = /^select .+ from "audit_log" .+'organiser\.promote'/;

/** For each statement that fits, the indexes that it reads without the rows of their tables. */
async function indexesOf(fits: RegExp): Promise<string[][]> {
  const planner = await openPlanner(database.url);
  const found = recorder.statements().filter(({ text }) => fits.test(text));
  const indexes: string[][] = [];
  for (const statement of found) indexes.push(await planner.coveringIndexes(statement));
  await planner.close();
  return indexes;
}

async function wholeReads(): Promise<string[]> {
  const planner = await openPlanner(database.url);
  const wrong: string[] = [];
  for (const statement of recorder.statements())
    for (const step of await planner.wholeReads(statement)) wrong.push(`${step}: ${statement.text}`);
  await planner.close();
  return wrong;
}

/** The names of all exported functions in files with queries. */
const queryNames = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.ts$/.test(file) && !file.includes(".test."))
  .map((file) => readFileSync(`lib/${file}`, "utf8"))
  .filter((text) => text.includes('from "@/db/schema"'))
  .flatMap((text) => [...text.matchAll(/^export async function (\w+)/gm)].map((match) => String(match[1])));

describe("Evento's statements", () => {
  it("read no table as a whole, and search in indexes only", { timeout: 60_000 }, async () => {
    await openFilled({ events: 4_000, attendees: 8_000, tickets: 20_000 });
    const called = new Set(inside);
    await callEverything(called);
    expect(queryNames.filter((name) => !called.has(name))).toEqual([]);
    expect(recorder.statements().length).toBeGreaterThan(70);
    expect(await wholeReads()).toEqual([]);
    // Both indexes of tickets have all that a search needs.
    const ofTickets = expect.stringMatching(/^tickets_(event|by_name)$/);
    expect(await indexesOf(searches)).toEqual(
      ["events_upcoming", "events_upcoming", ...Array(5).fill(ofTickets)].map((index) =>
        expect.arrayContaining([index]),
      ),
    );
    // The log has tens of thousands of entries of some events.
    expect(await indexesOf(promotionsOfSomebody)).toEqual([["audit_log_promotions"]]);
  });
});

describe("the check of plans", () => {
  it.each([
    [
      "a table without an index for what is asked",
      () => reader().select().from(users).where(eq(users.name, "Ada")),
    ],
    ["a whole table", () => reader().select({ id: tickets.id }).from(tickets)],
    [
      "every entry of an index, to sort them",
      () => reader().select({ id: events.id }).from(events).orderBy(desc(events.name)).limit(5),
    ],
  ])("finds a query that reads %s", async (_, ask) => {
    await openFilled({ events: 60, attendees: 200, tickets: 600 });
    await recorder.record(async () => ask());
    expect(await wholeReads()).toHaveLength(1);
  });
});
