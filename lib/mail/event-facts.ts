import type { events } from "@/db/schema";
import { shorten } from "@/lib/markdown/shorten";
import type { EventFacts } from "./messages";

type EventRow = typeof events.$inferSelect;

/** An event's facts in mails; never its capacity or allocation. */
export const eventFacts = (event: EventRow): EventFacts => ({
  id: event.id,
  name: event.name,
  // The outbox stores it once for each of thousands of holders.
  description: shorten(event.description, 500),
  location: event.location,
  host: event.host,
  startsAt: event.startsAt.toISOString(),
  endsAt: event.endsAt.toISOString(),
  timeZone: event.timeZone,
  revision: event.revision,
  updatedAt: event.updatedAt.toISOString(),
});
