import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { reader } from "@/db/client";
import { eventOrganisers, sessions, tickets, users } from "@/db/schema";
import { sessionIsLive } from "./session-lifetime";
import type { LiveSession } from "./sessions";

export type EventViewer = LiveSession & {
  /** The active ticket that they hold for the event, or null. */
  ticketId: string | null;
  /** Whether they organise it, as its creator or promoted. */
  manages: boolean;
};

/**
 * A session that counts at `now`, with its user and what they have to do with an event, or null. One query, as
 * every look at a public page by somebody signed in asks it; for no event's page `eventId` is "".
 */
export async function findEventViewer(
  sessionId: string,
  eventId: string,
  now: Date,
): Promise<EventViewer | null> {
  const holds = and(eq(tickets.holderId, users.id), eq(tickets.eventId, eventId), isNull(tickets.voidedAt));
  const organises = and(eq(eventOrganisers.userId, users.id), eq(eventOrganisers.eventId, eventId));
  const [row] = await reader()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      user: { id: users.id, name: users.name, email: users.email, class: users.class },
      ticketId: tickets.id,
      organised: eventOrganisers.eventId,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(tickets, holds)
    .leftJoin(eventOrganisers, organises)
    .where(and(eq(sessions.id, sessionId), isNotNull(users.provedAt)));
  if (!row || !sessionIsLive({ ...row, class: row.user.class }, now)) return null;
  const { organised, ...viewer } = row;
  return { ...viewer, manages: organised !== null };
}
