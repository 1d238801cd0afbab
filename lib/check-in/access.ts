import { doorWindow } from "./door-window";

type Pass = { withdrawnAt: Date | null };

/** A pass opens its door until it is withdrawn, and at most until 12 hours after the event. */
export const mayUsePass = (pass: Pass | null, event: { startsAt: Date; endsAt: Date }, now: Date): boolean =>
  pass !== null && pass.withdrawnAt === null && now < doorWindow(event).closesAt;

/** How long, in ms, a door may send what it did alone after its pass has ended. */
const syncTime = 7 * 24 * 3_600_000;

/** Whether a pass may still send what its door did without a network: for a week after its end. */
export function maySync({ withdrawnAt }: Pass, event: { startsAt: Date; endsAt: Date }, now: Date): boolean {
  const { closesAt } = doorWindow(event);
  const end = withdrawnAt && withdrawnAt < closesAt ? withdrawnAt : closesAt;
  return now.getTime() < end.getTime() + syncTime;
}
