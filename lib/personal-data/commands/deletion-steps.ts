import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type accountDeletions, auditLog, events, messages, outbox, rateLimits, tickets } from "@/db/schema";
import { defaultHost } from "@/lib/events/default-host";
import { erased } from "@/lib/mail/erased";
import type { QueuedFacts } from "@/lib/mail/messages";
import { deletePicturesOf } from "@/lib/pictures/commands/delete-unused-pictures";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { factsWithoutPerson, hasAddress, textWithoutPerson } from "../without-person";
import { eraseAccountRow } from "./erase-account-row";
import { eraseAttendance } from "./erase-attendance";
import { eraseFromEvents, leaveEvents } from "./leave-events";
import { releasePlaces } from "./release-places";

export type Deletion = typeof accountDeletions.$inferSelect;

/** The last row that a step has seen, or null if there is nothing left for it. */
type Progress = string | null;

type Step = (tx: Db, deletion: Deletion, now: Date) => Promise<Progress>;

/** How many rows one transaction reads. */
const batch = 300;

/** No request that began before a deletion is still in progress after it. */
export const longestRequestMs = 60_000;

/** The mail that tells somebody of the deletion of their account; it needs the address until it is sent. */
export const lastMail = "account-deleted" satisfies keyof QueuedFacts;

const places: Step = async (tx, { userId }, now) => {
  const outcome = await releasePlaces(tx, { userId, now });
  // The transaction is rolled back, and the job tries again.
  if (!outcome.ok) throw new Error("A ticket was checked in while it was cancelled.");
  if (outcome.value.isPublicChange) await countPublicChange(tx);
  return outcome.value.hasMore ? "" : null;
};

const organised: Step = async (tx, deletion, now) => {
  const { hasMore, isPublicChange } = (await leaveEvents(tx, deletion, now)).value;
  if (isPublicChange) await countPublicChange(tx);
  return hasMore ? "" : null;
};

const account: Step = async (tx, deletion) => {
  await eraseAccountRow(tx, deletion);
  return null;
};

const uploads: Step = async (tx, { userId }) => ((await deletePicturesOf(tx, userId)) ? "" : null);

/** The search text of tickets, and what organisers wrote of their holder. */
const attendance: Step = async (tx, { userId, lastSeen }) => {
  const rows = await tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.holderId, userId), gt(tickets.id, lastSeen ?? "")))
    .orderBy(asc(tickets.id))
    .limit(batch);
  await eraseAttendance(tx, idsOf(rows));
  return next(rows);
};

const written: Step = async (tx, deletion) => {
  const rows = await tx
    .select({ id: messages.id, subject: messages.subject, body: messages.body })
    .from(messages)
    .where(and(eq(messages.sentBy, deletion.userId), gt(messages.id, deletion.lastSeen ?? "")))
    .orderBy(asc(messages.id))
    .limit(batch);
  for (const { id, ...words } of rows) {
    const subject = textWithoutPerson(words.subject, deletion);
    const body = textWithoutPerson(words.body, deletion);
    if (subject !== words.subject || body !== words.body)
      await tx.update(messages).set({ subject, body }).where(eq(messages.id, id));
  }
  return next(rows);
};

/** What the audit log says of somebody who became an organiser of the event that is the entry's subject. */
const promotion = (userId: string) => ({
  action: "organiser.promote",
  details: JSON.stringify({ user: userId }),
});

/** Those of some hundreds of events that somebody became an organiser of, also if they no longer are. */
async function findPromotions(tx: Db, userId: string, eventIds: string[]): Promise<Set<string>> {
  const found = await tx
    .select({ eventId: auditLog.subject })
    .from(auditLog)
    .where(
      and(
        // Written out, because the index has only these.
        sql`${auditLog.action} = 'organiser.promote'`,
        eq(auditLog.details, promotion(userId).details),
        inArray(auditLog.subject, eventIds),
      ),
    );
  return new Set(found.map(({ eventId }) => eventId));
}

/** Mails to the person, and what mails to others tell of them. */
const mails: Step = async (tx, deletion) => {
  const rows = await tx
    .select({
      id: outbox.id,
      kind: outbox.kind,
      recipient: outbox.recipient,
      facts: outbox.facts,
      state: outbox.state,
      createdAt: outbox.createdAt,
      eventId: outbox.eventId,
      createdBy: events.createdBy,
    })
    .from(outbox)
    .leftJoin(events, eq(events.id, outbox.eventId))
    .where(gt(outbox.id, deletion.lastSeen ?? ""))
    .orderBy(asc(outbox.id))
    .limit(batch);
  const eventIds = new Set(rows.flatMap(({ eventId }) => eventId ?? []));
  const promotedFor = await findPromotions(tx, deletion.userId, [...eventIds]);
  const own = rows.filter((row) => isOwn(row, deletion));
  const queued = own.filter(({ state }) => state === "queued");
  const ended = own.filter(({ state }) => state !== "queued");
  if (queued.length > 0)
    await tx
      .update(outbox)
      .set({ ...erased, state: "skipped" })
      .where(inArray(outbox.id, idsOf(queued)));
  if (ended.length > 0)
    await tx
      .update(outbox)
      .set(erased)
      .where(inArray(outbox.id, idsOf(ended)));
  for (const { id, recipient, facts, eventId, createdBy } of rows) {
    if (recipient === null || recipient === deletion.email) continue;
    const organised = createdBy === deletion.userId || (eventId !== null && promotedFor.has(eventId));
    const host = organised ? defaultHost(deletion) : null;
    const without = factsWithoutPerson(facts, deletion, host);
    if (without) await tx.update(outbox).set({ facts: without }).where(eq(outbox.id, id));
  }
  return next(rows);
};

type Mail = Pick<typeof outbox.$inferSelect, "kind" | "recipient" | "state" | "createdAt" | "eventId">;

/** Whether a mail was to the account, and not to somebody who has registered with its address since. */
function isOwn(
  { kind, recipient, state, createdAt, eventId }: Mail,
  { email, deletedAt }: Deletion,
): boolean {
  if (recipient !== email || (kind === lastMail && state === "queued")) return false;
  if (createdAt <= deletedAt) return true;
  const isOfThatMinute = createdAt.getTime() - deletedAt.getTime() <= longestRequestMs;
  return isOfThatMinute && state !== "queued" && eventId !== null;
}

/**
 * Entries until the deletion, since later ones may be of somebody who registers anew; and the events that they know the
 * person to have organised, also where they no longer do.
 */
const entries: Step = async (tx, deletion, now) => {
  const { email, deletedAt } = deletion;
  const rows = await tx
    .select()
    .from(auditLog)
    .where(gt(auditLog.id, deletion.lastSeen ?? ""))
    .orderBy(asc(auditLog.id))
    .limit(batch);
  const earlier = rows.filter(({ at }) => at <= deletedAt);
  const about = idsOf(earlier.filter(({ subject }) => subject === email));
  const telling = idsOf(earlier.filter(({ details }) => hasAddress(details, email)));
  if (about.length > 0) await tx.update(auditLog).set({ subject: "" }).where(inArray(auditLog.id, about));
  if (telling.length > 0)
    await tx.update(auditLog).set({ details: "{}" }).where(inArray(auditLog.id, telling));
  const { action, details } = promotion(deletion.userId);
  const promotions = earlier.filter((entry) => entry.action === action && entry.details === details);
  const organised = promotions.map(({ subject }) => subject);
  if (organised.length > 0 && (await eraseFromEvents(tx, organised, deletion, now)))
    await countPublicChange(tx);
  return next(rows);
};

const limits: Step = async (tx, { email, deletedAt, lastSeen }) => {
  const rows = await tx
    .select({ id: rateLimits.key, since: rateLimits.windowStartedAt })
    .from(rateLimits)
    .where(gt(rateLimits.key, lastSeen ?? ""))
    .orderBy(asc(rateLimits.key))
    .limit(batch);
  const own = rows.filter(({ id, since }) => id.split(":").includes(email) && since <= deletedAt);
  if (own.length > 0) await tx.delete(rateLimits).where(inArray(rateLimits.key, idsOf(own)));
  return next(rows);
};

/** What erases all that tells of somebody, in this order; each reads and changes some hundreds of rows at most. */
export const steps: readonly Step[] = [
  places,
  organised,
  account,
  uploads,
  attendance,
  written,
  mails,
  entries,
  limits,
];

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

const next = (rows: { id: string }[]): Progress => (rows.length === batch ? (rows.at(-1)?.id ?? null) : null);
