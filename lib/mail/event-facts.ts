import type { events } from "@/db/schema";
import type { EventFacts } from "./messages";

type EventRow = typeof events.$inferSelect;

/** Whole words of a description: the outbox stores them once for each of thousands of holders. */
function beginningOf(description: string): string {
  if (description.length <= 500) return description;
  return `${description.slice(0, 500).replace(/\s+\S*$/, "")}…`;
}

/** An event's facts in mails; never its capacity or allocation. */
export const eventFacts = (event: EventRow): EventFacts => ({
  id: event.id,
  name: event.name,
  description: beginningOf(event.description),
  location: event.location,
  host: event.host,
  startsAt: event.startsAt.toISOString(),
  endsAt: event.endsAt.toISOString(),
  timeZone: event.timeZone,
  revision: event.revision,
  updatedAt: event.updatedAt.toISOString(),
});
