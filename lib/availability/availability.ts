export type Spaces = {
  capacity: number;
  allocated: number;
  /** Whether its free spaces are still being given to its waiting list. */
  waitingListPending?: boolean;
};

/** What decides the label of an event. */
type Labelled = Required<Spaces> & { startsAt: Date; cancelledAt: Date | null };

export type AvailabilityLabel = { kind: "full" } | { kind: "last"; left: number };

/** Whether some spaces, but fewer than 5 %, are left; in integers, so that 5 of 100 is exactly 5 %. */
export const isNearCapacity = ({ capacity, allocated }: Spaces) => {
  const left = capacity - allocated;
  return left > 0 && left * 20 < capacity;
};

export const isFull = ({ capacity, allocated, waitingListPending }: Spaces) =>
  waitingListPending === true || capacity - allocated <= 0;

/**
 * The only information about availability for anyone but the event's organisers: FULL, the number of spaces
 * left if it is below 5 %, or nothing. Always nothing unless the event is upcoming.
 */
export function availabilityLabel(event: Labelled, now: Date): AvailabilityLabel | null {
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

/** Whether two states of an event have the same label, so that the public sees no change. */
export function sameLabel(before: Labelled, after: Labelled, now: Date): boolean {
  const [a, b] = [availabilityLabel(before, now), availabilityLabel(after, now)];
  return (a && labelText(a)) === (b && labelText(b));
}
