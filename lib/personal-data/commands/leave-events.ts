import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events } from "@/db/schema";
import { withdrawPassesOf } from "@/lib/check-in/commands/withdraw-door-pass";
import { defaultHost } from "@/lib/events/default-host";
import { done } from "@/lib/outcome/outcome";
import { eventWithoutPerson, type Person } from "../without-person";

const eventsAtOnce = 200;

/**
 * Takes somebody out of the organisers of the next events, withdraws the door passes that they made for these, and
 * erases their name and address in them. The value is whether there may be more, and whether the public sees a change,
 * which the caller counts.
 */
export async function leaveEvents(
  tx: Db,
  { userId, ...person }: Person & { userId: string },
  now: Date,
  atOnce = eventsAtOnce,
) {
  const rows = await tx
    .select({ id: events.id })
    .from(eventOrganisers)
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(eq(eventOrganisers.userId, userId))
    .orderBy(desc(events.startsAt), desc(events.id))
    .limit(atOnce);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return done({ hasMore: false, isPublicChange: false });
  const isPublicChange = await eraseFromEvents(tx, ids, person, now);
  await tx
    .delete(eventOrganisers)
    .where(and(eq(eventOrganisers.userId, userId), inArray(eventOrganisers.eventId, ids)));
  await withdrawPassesOf(tx, { actor: { id: userId }, eventIds: ids, userId, now });
  return done({ hasMore: ids.length === atOnce, isPublicChange });
}

/**
 * Erases a person's name and address in what the public reads of some hundreds of events. @returns whether there was
 * any; the caller counts it as a public change
 */
export async function eraseFromEvents(tx: Db, ids: string[], person: Person, now: Date): Promise<boolean> {
  const { contact, description, cancelReason, host } = events;
  const tells = [contact, description, cancelReason].map(
    (text) => sql`replace(lower(${text}), ${person.email}, '') <> lower(${text})`,
  );
  const found = await tx
    .update(events)
    // This changes nothing, but it locks the rows until the commit, so that no edit is lost.
    .set({ name: sql`${events.name}` })
    .where(and(inArray(events.id, ids), or(eq(host, defaultHost(person)), ...tells)))
    .returning({ id: events.id, contact, description, cancelReason, host });
  let changed = false;
  for (const { id, ...words } of found) {
    const without = eventWithoutPerson(words, person);
    if (isDeepStrictEqual(without, words)) continue;
    changed = true;
    await tx
      .update(events)
      .set({ ...without, updatedAt: now, revision: sql`${events.revision} + 1` })
      .where(eq(events.id, id));
  }
  return changed;
}
