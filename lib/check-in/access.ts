import { doorWindow } from "./door-window";

type Pass = { withdrawnAt: Date | null };

/** A pass opens its door until it is withdrawn, and at most until 12 hours after the event. */
export const mayUsePass = (pass: Pass | null, event: { startsAt: Date; endsAt: Date }, now: Date): boolean =>
  pass !== null && pass.withdrawnAt === null && now < doorWindow(event).closesAt;
