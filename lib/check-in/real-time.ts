type Clocks = {
  /** When the door did it, by its own clock. */
  at: Date;
  /** When the door sent it, by the same clock. */
  sentAt: Date;
  /** When it arrived, by the server's clock. */
  receivedAt: Date;
  /** When the door can have done it at the earliest. */
  earliest: Date;
};

/**
 * When a door without a network really did something. A phone's clock may be wrong by any amount, but it tells how
 * long ago that was; the result is never in the future, and never before `earliest`.
 */
export function realTime({ at, sentAt, receivedAt, earliest }: Clocks): Date {
  const ago = Math.max(0, sentAt.getTime() - at.getTime());
  return new Date(Math.max(receivedAt.getTime() - ago, Math.min(earliest.getTime(), receivedAt.getTime())));
}
