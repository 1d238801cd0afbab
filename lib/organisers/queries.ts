import { and, asc, eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { eventOrganisers, events, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";

export type EventOrganiser = { userId: string; name: string; email: string; isCreator: boolean };

/** The organisers of an event, its creator first. */
export async function listOrganisers(eventId: ManagedEventId): Promise<EventOrganiser[]> {
  const rows = await reader()
    .select({ userId: users.id, name: users.name, email: existingEmail, createdBy: events.createdBy })
    .from(eventOrganisers)
    .innerJoin(users, eq(users.id, eventOrganisers.userId))
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(and(eq(eventOrganisers.eventId, eventId), isExisting))
    .orderBy(asc(eventOrganisers.addedAt), asc(users.id));
  const organisers = rows.map(({ createdBy, ...user }) => ({
    ...user,
    isCreator: user.userId === createdBy,
  }));
  return [...organisers.filter((user) => user.isCreator), ...organisers.filter((user) => !user.isCreator)];
}

export async function isOrganiserOf(eventId: string, userId: string): Promise<boolean> {
  const [row] = await reader()
    .select({ userId: eventOrganisers.userId })
    .from(eventOrganisers)
    .where(and(eq(eventOrganisers.eventId, eventId), eq(eventOrganisers.userId, userId)));
  return row !== undefined;
}

export async function organisesEvents(userId: string): Promise<boolean> {
  const [row] = await reader()
    .select({ userId: eventOrganisers.userId })
    .from(eventOrganisers)
    .where(eq(eventOrganisers.userId, userId))
    .limit(1);
  return row !== undefined;
}
