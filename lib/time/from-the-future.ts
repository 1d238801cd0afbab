/**
 * In ms: how much later than now a row may seem to be, because the clocks of several servers differ, or because a
 * request counts from its arrival and can take a minute.
 */
const tolerance = 5 * 60_000;

/** The latest time that a row of before `now` can have. */
export const latestPast = (now: Date): Date => new Date(now.getTime() + tolerance);

/** Whether a row is later than now, so that the clock must have been set back since it was written. */
export const isFromTheFuture = (at: Date, now: Date): boolean => at > latestPast(now);
