import { isFull, isNearCapacity } from "@/lib/availability/availability";
import type { ManagedEvent } from "./queries";

/** Something an organiser should look at now. */
export type Attention = { event: ManagedEvent; undelivered: number } & (
  | { kind: "undelivered" }
  | { kind: "on-now" }
  | { kind: "full" }
  | { kind: "near-capacity"; left: number }
);

/**
 * What needs the organiser of these events, the most urgent first: mails that cannot be delivered, events that are on
 * now, and upcoming ones that are full or nearly.
 * @param undelivered the number of mails that cannot be delivered, by event
 */
export function needsAttention(events: ManagedEvent[], undelivered: Map<string, number>): Attention[] {
  const all = events.map((event) => ({ event, undelivered: undelivered.get(event.id) ?? 0 }));
  const upcoming = all.filter(({ event }) => event.state === "upcoming");
  return [
    ...all
      .filter((each) => each.undelivered > 0)
      .map((each): Attention => ({ ...each, kind: "undelivered" })),
    ...all
      .filter(({ event }) => event.state === "started")
      .map((each): Attention => ({ ...each, kind: "on-now" })),
    ...upcoming
      .filter(({ event }) => isNearCapacity(event))
      .map(
        (each): Attention => ({
          ...each,
          kind: "near-capacity",
          left: each.event.capacity - each.event.allocated,
        }),
      ),
    // A single space is meant to be taken.
    ...upcoming
      .filter(({ event }) => isFull(event) && event.capacity > 1)
      .map((each): Attention => ({ ...each, kind: "full" })),
  ];
}
