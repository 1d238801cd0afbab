import { and, eq, gt, inArray, isNull, notExists, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { accountDeletions, eventOrganisers, events, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { isExisting } from "@/lib/auth/existing-account";
import { lockAccount } from "@/lib/auth/lock-account";
import type { Authenticated } from "@/lib/auth/sessions";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { eraseAccountRow } from "./erase-account-row";
import { leaveEvents } from "./leave-events";
import { releasePlaces } from "./release-places";

type Deletion = {
  /** Whose current password has been verified. */
  owner: Authenticated & { name: string; email: string };
  at: Date;
};

/**
 * Deletes an account: nobody can sign in any more, its tickets for upcoming events are cancelled, its places on waiting
 * lists end, and name and address are erased. What is too much for one transaction the worker does within a minute or
 * two: see `continueDeletions`. Refuses `only-organiser` with the names of `events` that have not ended and that nobody
 * else organises, and `wrong-password` if the password has changed since the check or the account is deleted already.
 */
export async function deleteAccount(tx: Db, { owner, at }: Deletion) {
  // So that no event of theirs is created meanwhile.
  if (!(await lockAccount(tx, owner.userId))) return refuse("wrong-password");
  const alone = await lockAndListAlone(tx, owner.userId, at);
  if (alone.length > 0) return refuse("only-organiser", { events: namesOf(alone) });
  const deletion = { ...owner, deletedAt: at };
  const released = await releasePlaces(tx, { userId: owner.userId, now: at });
  if (!released.ok) return released;
  const left = await leaveEvents(tx, deletion, at);
  if (!(await eraseAccountRow(tx, deletion, eq(users.passwordHash, owner.passwordHash))))
    return refuse("wrong-password");
  const { userId, name, email } = owner;
  await tx
    .insert(accountDeletions)
    .values({ userId, name, email, deletedAt: at, dueAt: at, passBeganAt: at });
  await queueMail(tx, {
    kind: "account-deleted",
    recipient: email,
    dedupeKey: userId,
    facts: { name },
    at,
  });
  await recordAudit(tx, { actorId: userId, action: "account.delete", subject: userId, at });
  const isPublicChange = released.value.isPublicChange || left.value.isPublicChange;
  // Last, because all others lock their event before it.
  return done(undefined, isPublicChange ? await countPublicChange(tx) : undefined);
}

/**
 * The events that have not ended and that nobody but `userId` organises. Locks all of theirs, so that two organisers
 * cannot leave one at the same time.
 */
async function lockAndListAlone(tx: Db, userId: string, now: Date): Promise<{ name: string }[]> {
  const own = tx
    .select({ id: eventOrganisers.eventId })
    .from(eventOrganisers)
    .where(eq(eventOrganisers.userId, userId));
  const isOpen = and(inArray(events.id, own), isNull(events.cancelledAt), gt(events.endsAt, now));
  await tx
    .update(events)
    .set({ name: sql`${events.name}` })
    .where(isOpen);
  const others = tx
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .innerJoin(users, eq(users.id, eventOrganisers.userId))
    .where(and(eq(eventOrganisers.eventId, events.id), sql`${users.id} <> ${userId}`, isExisting));
  return tx
    .select({ name: events.name })
    .from(events)
    .where(and(isOpen, notExists(others)))
    .orderBy(events.startsAt)
    .limit(mostNamed + 1);
}

/** How many events a refusal names. */
const mostNamed = 5;

const namesOf = (alone: { name: string }[]): string => {
  const names = alone.slice(0, mostNamed).map(({ name }) => name);
  return alone.length > mostNamed ? `${names.join(", ")} and others` : names.join(", ");
};
