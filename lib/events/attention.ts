import { isFull, isNearCapacity } from "@/lib/availability/availability";
import type { ManagedEvent } from "./queries";

/** Something an organiser should look at now. */
export type Attention = { event: ManagedEvent } & (
  | { kind: "undelivered"; mails: number }
  | { kind: "on-now" }
  | { kind: "near-capacity"; left: number }
  | { kind: "full" }
);

/**
 * What needs the organiser of these events, the most urgent first: mails that cannot be delivered, events that are on
 * now, and upcoming ones that are full or nearly.
 * @param undelivered the number of mails that cannot be delivered, by event
 */
export function needsAttention(events: ManagedEvent[], undelivered: Map<string, number>): Attention[] {
  const upcoming = events.filter(({ state }) => state === "upcoming");
  // A single space is meant to be taken.
  const full = upcoming.filter((event) => isFull(event) && event.capacity > 1);
  return [
    ...events.flatMap((event): Attention[] => {
      const mails = undelivered.get(event.id);
      return mails ? [{ kind: "undelivered", event, mails }] : [];
    }),
    ...events
      .filter(({ state }) => state === "started")
      .map((event): Attention => ({ kind: "on-now", event })),
    ...upcoming
      .filter(isNearCapacity)
      .map((event): Attention => ({ kind: "near-capacity", event, left: event.capacity - event.allocated })),
    ...full.map((event): Attention => ({ kind: "full", event })),
  ];
}
