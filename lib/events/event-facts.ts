import type { events } from "@/db/schema";
import type { EventFacts } from "@/lib/mail/messages";

type EventRow = typeof events.$inferSelect;

/** What mails say of an event. Never its capacity or how full it is. */
export const eventFacts = (event: EventRow): EventFacts => ({
  id: event.id,
  name: event.name,
  // A mail needs the gist; thousands of holders times the whole text would swell the outbox.
  description: event.description.slice(0, 500),
  location: event.location,
  startsAt: event.startsAt.toISOString(),
  endsAt: event.endsAt.toISOString(),
  timeZone: event.timeZone,
  revision: event.revision,
  updatedAt: event.updatedAt.toISOString(),
});
