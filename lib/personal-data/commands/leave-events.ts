import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events } from "@/db/schema";
import { defaultHost } from "@/lib/events/default-host";
import { done } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { formerHost, type Person } from "../without-person";

const eventsAtOnce = 200;

/**
 * Takes somebody out of the organisers of the next events, and out of their pages: as a host who is the person by name,
 * and as a contact that is their address. The value is whether there may be more.
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
  if (ids.length === 0) return done(false);
  const isHost = eq(events.host, defaultHost(person));
  const isContact = eq(sql`lower(${events.contact})`, person.email);
  const changed = await tx
    .update(events)
    .set({
      host: sql`case when ${isHost} then ${formerHost} else ${events.host} end`,
      contact: sql`case when ${isContact} then '' else ${events.contact} end`,
      description: sql`replace(${events.description}, ${person.email}, '…')`,
      updatedAt: now,
      revision: sql`${events.revision} + 1`,
    })
    .where(
      and(
        inArray(events.id, ids),
        or(
          isHost,
          isContact,
          sql`replace(${events.description}, ${person.email}, '') <> ${events.description}`,
        ),
      ),
    )
    .returning({ id: events.id });
  await tx
    .delete(eventOrganisers)
    .where(and(eq(eventOrganisers.userId, userId), inArray(eventOrganisers.eventId, ids)));
  return done(ids.length === atOnce, changed.length > 0 ? await countPublicChange(tx) : undefined);
}
