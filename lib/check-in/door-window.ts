/** In ms: how long before the start, and how long after the end, tickets are checked in. */
const margin = 12 * 3_600_000;

type Times = { startsAt: Date; endsAt: Date };

/** When the door of an event opens and when it closes; its passes end then. */
export const doorWindow = ({ startsAt, endsAt }: Times): { opensAt: Date; closesAt: Date } => ({
  opensAt: new Date(startsAt.getTime() - margin),
  closesAt: new Date(endsAt.getTime() + margin),
});

/** Why tickets are not checked in at that time, and since or until when; or null. */
export function outsideWindow(
  event: Times,
  at: Date,
): { reason: "too-early" | "too-late"; edge: Date } | null {
  const { opensAt, closesAt } = doorWindow(event);
  if (at < opensAt) return { reason: "too-early", edge: opensAt };
  return at < closesAt ? null : { reason: "too-late", edge: closesAt };
}
