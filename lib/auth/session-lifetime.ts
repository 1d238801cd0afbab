const hour = 3_600_000;
const day = 24 * hour;

/** How long a session lives and how long it may lie idle, in milliseconds. */
export const sessionLimits = {
  attendee: { age: 30 * day, idle: 7 * day },
  organiser: { age: 7 * day, idle: day },
} as const;

type Times = { createdAt: Date; lastSeenAt: Date };

/** Whether a session is neither too old nor idle for too long. */
export function sessionIsLive(session: Times & { role: keyof typeof sessionLimits }, now: Date): boolean {
  const limits = sessionLimits[session.role];
  return (
    now.getTime() - session.createdAt.getTime() < limits.age &&
    now.getTime() - session.lastSeenAt.getTime() < limits.idle
  );
}

/** Last-seen times move ahead in steps of ten minutes, so that reading pages rarely writes. */
export const shouldTouch = (session: Times, now: Date): boolean =>
  now.getTime() - session.lastSeenAt.getTime() >= 10 * 60_000;
