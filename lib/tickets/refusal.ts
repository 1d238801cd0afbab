import { isFull } from "@/lib/availability/availability";
import { refuse } from "@/lib/outcome/outcome";

type Event = { startsAt: Date; cancelledAt: Date | null; capacity: number; allocated: number };

/** Why there is no ticket for an event, or null if there is one. */
export function ticketRefusal(event: Event | undefined, now: Date) {
  if (!event) return refuse("not-found");
  if (event.cancelledAt) return refuse("cancelled");
  if (event.startsAt.getTime() <= now.getTime()) return refuse("started");
  return isFull(event) ? refuse("full") : null;
}
