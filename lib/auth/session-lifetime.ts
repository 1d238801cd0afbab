import { isFromTheFuture } from "@/lib/time/from-the-future";

const hour = 3_600_000;
const day = 24 * hour;

/** The longest age and the longest idle time of a session, in milliseconds. */
export const sessionLimits = {
  attendee: { age: 30 * day, idle: 7 * day },
  organiser: { age: 7 * day, idle: day },
} as const;

type Times = { createdAt: Date; lastSeenAt: Date };

/** A session that begins later than now is none: the clock was set back since. */
export function sessionIsLive(session: Times & { role: keyof typeof sessionLimits }, now: Date): boolean {
  const limits = sessionLimits[session.role];
  return (
    !isFromTheFuture(session.createdAt, now) &&
    now.getTime() - session.createdAt.getTime() < limits.age &&
    now.getTime() - session.lastSeenAt.getTime() < limits.idle
  );
}

/** Whether to update `lastSeenAt`: every ten minutes, so that page views rarely write, or when it is later than now. */
export const shouldTouch = (session: Times, now: Date): boolean =>
  now.getTime() - session.lastSeenAt.getTime() >= 10 * 60_000 || isFromTheFuture(session.lastSeenAt, now);
