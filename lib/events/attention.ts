import { isFull, isNearCapacity } from "@/lib/availability/availability";
import type { ManagedEvent } from "./queries";

/** Something an organiser should look at now. */
export type Attention =
  | ({ event: ManagedEvent } & (
      | { kind: "on-now"; checkedIn: number }
      | { kind: "today" }
      | { kind: "undelivered"; mails: number }
      | { kind: "near-capacity"; left: number }
      | { kind: "full" }
    ))
  | { kind: "drafts"; drafts: number };

type Facts = {
  /** The number of mails that cannot be delivered, by event. */
  undelivered: Map<string, number>;
  /** The number of tickets that are checked in, by event. */
  checkedIn: Map<string, number>;
  drafts: number;
  now: Date;
};

/**
 * What needs the organiser of these events, the most urgent first: events that are on now or begin within a day, mails
 * that cannot be delivered, upcoming events that are full or nearly, and drafts.
 */
export function needsAttention(
  events: ManagedEvent[],
  { undelivered, checkedIn, drafts, now }: Facts,
): Attention[] {
  const upcoming = events.filter(({ state }) => state === "upcoming");
  // A single space is meant to be taken.
  const full = upcoming.filter((event) => isFull(event) && event.capacity > 1);
  return [
    ...events
      .filter(({ state }) => state === "started")
      .map((event): Attention => ({ kind: "on-now", event, checkedIn: checkedIn.get(event.id) ?? 0 })),
    ...upcoming
      .filter(({ startsAt }) => startsAt.getTime() - now.getTime() <= day)
      .map((event): Attention => ({ kind: "today", event })),
    ...events.flatMap((event): Attention[] => {
      const mails = undelivered.get(event.id);
      return mails ? [{ kind: "undelivered", event, mails }] : [];
    }),
    ...upcoming
      .filter(isNearCapacity)
      .map((event): Attention => ({ kind: "near-capacity", event, left: event.capacity - event.allocated })),
    ...full.map((event): Attention => ({ kind: "full", event })),
    ...(drafts > 0 ? [{ kind: "drafts" as const, drafts }] : []),
  ];
}

const day = 24 * 3_600_000;
