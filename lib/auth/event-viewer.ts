import { and, eq, isNotNull, sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { eventOrganisers, sessions, tickets, users } from "@/db/schema";
import { isActiveTicket } from "@/lib/tickets/queries";
import { sessionIsLive } from "./session-lifetime";
import { type LiveSession, sessionColumns } from "./sessions";

export type EventViewer = LiveSession & {
  /** The active ticket that they hold for the event, or null. */
  ticketId: string | null;
  /** Whether they organise it, as its creator or promoted. */
  manages: boolean;
};

const sessionWithEvent = prepared((db) =>
  db
    .select({ ...sessionColumns, ticketId: tickets.id, organised: eventOrganisers.eventId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(tickets, isActiveTicket(sql.placeholder("eventId"), users.id))
    .leftJoin(
      eventOrganisers,
      and(eq(eventOrganisers.userId, users.id), eq(eventOrganisers.eventId, sql.placeholder("eventId"))),
    )
    .where(and(eq(sessions.id, sql.placeholder("sessionId")), isNotNull(users.provedAt)))
    .prepare(),
);

/**
 * A session that counts at `now`, with its user and what they have to do with an event, or null. One query, as
 * every look at a public page by somebody signed in asks it; for no event's page `eventId` is "".
 */
export async function findEventViewer(
  sessionId: string,
  eventId: string,
  now: Date,
): Promise<EventViewer | null> {
  const [row] = await sessionWithEvent(reader()).execute({ sessionId, eventId });
  if (!row || !sessionIsLive({ ...row, class: row.user.class }, now)) return null;
  const { organised, ...viewer } = row;
  return { ...viewer, manages: organised !== null };
}
