import { isFull, type Spaces } from "@/lib/availability/availability";
import { refuse } from "@/lib/outcome/outcome";

type Event = Required<Spaces> & { startsAt: Date; cancelledAt: Date | null };

/**
 * Why there is no ticket for an event, or null if there is one.
 * @param excluded whether an organiser took the viewer's ticket back
 */
export function ticketRefusal(event: Event | undefined, excluded: boolean, now: Date) {
  if (!event) return refuse("not-found");
  if (event.cancelledAt) return refuse("cancelled");
  if (event.startsAt.getTime() <= now.getTime()) return refuse("started");
  if (excluded) return refuse("excluded");
  return isFull(event) ? refuse("full") : null;
}
