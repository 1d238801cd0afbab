/** What availability depends on. */
export type Spaces = { capacity: number; allocated: number };

export type AvailabilityLabel = { kind: "full" } | { kind: "last"; left: number };

/** Whether fewer than 5 % of the spaces, but not none, are left; in integers, so 5 of 100 is not. */
export const isNearCapacity = ({ capacity, allocated }: Spaces) => {
  const left = capacity - allocated;
  return left > 0 && left * 20 < capacity;
};

export const isFull = ({ capacity, allocated }: Spaces) => capacity - allocated <= 0;

/**
 * All that anybody but an event's organisers may ever learn of how full it is: FULL, how many spaces
 * are left of the last 5 %, or nothing. Nothing too once the event is not upcoming.
 */
export function availabilityLabel(
  event: Spaces & { startsAt: Date; cancelledAt: Date | null },
  now: Date,
): AvailabilityLabel | null {
  if (!isUpcoming(event, now)) return null;
  if (isFull(event)) return { kind: "full" };
  return isNearCapacity(event) ? { kind: "last", left: event.capacity - event.allocated } : null;
}

/** Not cancelled and not started. */
export const isUpcoming = (event: { startsAt: Date; cancelledAt: Date | null }, now: Date) =>
  event.cancelledAt === null && event.startsAt.getTime() > now.getTime();

/** `FULL`, `last 3 spaces`, `last 1 space`. */
export function labelText(label: AvailabilityLabel): string {
  if (label.kind === "full") return "FULL";
  return `last ${label.left} ${label.left === 1 ? "space" : "spaces"}`;
}

/** Whether two states of an event carry the same label, so that going from one to the other shows nothing. */
export function sameLabel(
  before: Parameters<typeof availabilityLabel>[0],
  after: Parameters<typeof availabilityLabel>[0],
  now: Date,
): boolean {
  const [a, b] = [availabilityLabel(before, now), availabilityLabel(after, now)];
  return (a && labelText(a)) === (b && labelText(b));
}
