import { and, asc, eq, inArray } from "drizzle-orm";
import { reader } from "@/db/client";
import {
  auditLog,
  checkIns,
  doorPasses,
  drafts,
  eventOrganisers,
  events,
  exclusions,
  messages,
  outbox,
  passkeys,
  passwordResets,
  pictures,
  recoveryCodes,
  registrations,
  sessions,
  tickets,
  twoStepSignIns,
  users,
  waitingListEntries,
} from "@/db/schema";
import { findMessage } from "@/lib/mail/account-mail";
import { mailKinds } from "@/lib/mail/messages";
import type { OutboxRow } from "@/lib/mail/outbox";
import { subjectOf } from "@/lib/mail/subjects";

const hour = 3_600_000;

/**
 * Of what the worker does for the people of an event in turn, only the hour: the exact time would tell their number.
 */
const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hour) * hour);

const event = { id: events.id, name: events.name, startsAt: events.startsAt, timeZone: events.timeZone };

/**
 * Everything that is stored about an account, for its owner: without what proves who they are, without other people,
 * and without what would tell the popularity of events, such as places on waiting lists. Null for an account that was
 * deleted.
 */
export async function collectPersonalData(userId: string, now: Date) {
  const [account] = await reader()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      emailVerifiedAt: users.emailVerifiedAt,
      createdAt: users.createdAt,
      reminders: users.reminders,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (!account?.email) return null;
  return {
    madeAt: now,
    account,
    signIn: await collectSignIn(userId, account.email),
    tickets: await collectTickets(userId),
    waitingLists: await collectWaitingLists(userId),
    exclusions: await reader()
      .select({ event, at: exclusions.at })
      .from(exclusions)
      .innerJoin(events, eq(events.id, exclusions.eventId))
      .where(eq(exclusions.userId, userId)),
    organising: await collectOrganising(userId),
    mails: await collectMails(account.email, now),
    log: await reader()
      .select({ at: auditLog.at, action: auditLog.action, subject: auditLog.subject })
      .from(auditLog)
      .where(eq(auditLog.actorId, userId))
      .orderBy(asc(auditLog.at), asc(auditLog.id)),
  };
}

async function collectSignIn(userId: string, email: string) {
  const dates = (table: typeof registrations | typeof passwordResets) => ({
    createdAt: table.createdAt,
    expiresAt: table.expiresAt,
    usedAt: table.usedAt,
  });
  return {
    sessions: await reader()
      .select({
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        userAgent: sessions.userAgent,
      })
      .from(sessions)
      .where(eq(sessions.userId, userId)),
    registrations: await reader()
      .select(dates(registrations))
      .from(registrations)
      .where(eq(registrations.email, email)),
    passwordResets: await reader()
      .select(dates(passwordResets))
      .from(passwordResets)
      .where(eq(passwordResets.email, email)),
    twoStep: await reader()
      .select({ turnedOnAt: twoStepSignIns.turnedOnAt })
      .from(twoStepSignIns)
      .where(eq(twoStepSignIns.userId, userId)),
    recoveryCodes: await reader()
      .select({ usedAt: recoveryCodes.usedAt })
      .from(recoveryCodes)
      .where(eq(recoveryCodes.userId, userId)),
    passkeys: await reader()
      .select({ name: passkeys.name, createdAt: passkeys.createdAt, lastUsedAt: passkeys.lastUsedAt })
      .from(passkeys)
      .where(eq(passkeys.userId, userId)),
  };
}

async function collectTickets(userId: string) {
  const held = await reader()
    .select({
      id: tickets.id,
      event,
      code: tickets.code,
      createdAt: tickets.createdAt,
      voidedAt: tickets.voidedAt,
      voidedBecause: tickets.voidedBecause,
      voidedReason: tickets.voidedReason,
    })
    .from(tickets)
    .innerJoin(events, eq(events.id, tickets.eventId))
    .where(eq(tickets.holderId, userId))
    .orderBy(asc(tickets.createdAt), asc(tickets.id));
  const own = reader().select({ id: tickets.id }).from(tickets).where(eq(tickets.holderId, userId));
  const admitted = await reader()
    .select({
      ticketId: checkIns.ticketId,
      at: checkIns.at,
      door: checkIns.door,
      state: checkIns.state,
      overrideReason: checkIns.overrideReason,
      undoneAt: checkIns.undoneAt,
      undoReason: checkIns.undoReason,
    })
    .from(checkIns)
    .where(inArray(checkIns.ticketId, own));
  return held.map((ticket) => ({
    ...ticket,
    checkIns: admitted
      .filter(({ ticketId }) => ticketId === ticket.id)
      .map(({ ticketId: _, ...rest }) => rest),
  }));
}

async function collectWaitingLists(userId: string) {
  const entries = await reader()
    .select({
      event,
      joinedAt: waitingListEntries.joinedAt,
      until: waitingListEntries.until,
      endedAt: waitingListEntries.endedAt,
      endedBecause: waitingListEntries.endedBecause,
    })
    .from(waitingListEntries)
    .innerJoin(events, eq(events.id, waitingListEntries.eventId))
    .where(eq(waitingListEntries.userId, userId));
  return entries.map((entry) => ({ ...entry, endedAt: entry.endedAt && hourOf(entry.endedAt) }));
}

async function collectOrganising(userId: string) {
  return {
    events: await reader()
      .select({ event, addedAt: eventOrganisers.addedAt })
      .from(eventOrganisers)
      .innerJoin(events, eq(events.id, eventOrganisers.eventId))
      .where(eq(eventOrganisers.userId, userId)),
    drafts: (
      await reader()
        .select({ fields: drafts.fields, createdAt: drafts.createdAt, updatedAt: drafts.updatedAt })
        .from(drafts)
        .where(eq(drafts.ownerId, userId))
    ).map(({ fields, ...draft }) => ({ ...draft, fields: JSON.parse(fields) as unknown })),
    pictures: await reader()
      .select({ id: pictures.id, createdAt: pictures.createdAt })
      .from(pictures)
      .where(eq(pictures.uploadedBy, userId)),
    messages: await reader()
      .select({
        event,
        audience: messages.audience,
        subject: messages.subject,
        body: messages.body,
        createdAt: messages.createdAt,
      })
      .from(messages)
      .innerJoin(events, eq(events.id, messages.eventId))
      .where(eq(messages.sentBy, userId)),
    doorPasses: await reader()
      .select({
        event,
        door: doorPasses.door,
        createdAt: doorPasses.createdAt,
        withdrawnAt: doorPasses.withdrawnAt,
      })
      .from(doorPasses)
      .innerJoin(events, eq(events.id, doorPasses.eventId))
      .where(eq(doorPasses.createdBy, userId)),
  };
}

/** What was sent to an address, by the index of kinds and recipients. */
async function collectMails(email: string, now: Date) {
  const rows = await reader()
    .select()
    .from(outbox)
    .where(and(inArray(outbox.kind, mailKinds), eq(outbox.recipient, email)));
  const mails = await Promise.all(
    rows.map(async (row) => {
      const message = await findMessage(row as OutboxRow, now);
      const { kind, state, createdAt, sentAt } = row;
      return {
        kind,
        subject: message && subjectOf(message),
        state,
        createdAt: hourOf(createdAt),
        sentAt: sentAt && hourOf(sentAt),
      };
    }),
  );
  return mails.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
