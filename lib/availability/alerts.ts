import { isFull, isNearCapacity, type Spaces } from "./availability";

export type AlertState = {
  nearAlertArmed: boolean;
  nearAlertAt: Date | null;
  fullAlertArmed: boolean;
  fullAlertAt: Date | null;
};

const hour = 3_600_000;

/**
 * Which alerts are due after an allocation, a cancelled ticket or a change of capacity, and the new state.
 * An alert is sent when its label begins to show, at most once an hour; an alert that has to wait stays
 * armed. A sent alert is armed again when at least 10 % of the spaces and at least 2 are left.
 */
export function decideAlerts(
  event: Spaces & AlertState,
  now: Date,
): { near: boolean; full: boolean; state: AlertState } {
  const left = event.capacity - event.allocated;
  const rearmed = left >= 2 && left * 10 >= event.capacity;
  const hourPassed = (at: Date | null) => at === null || now.getTime() - at.getTime() >= hour;
  const near = event.nearAlertArmed && isNearCapacity(event) && hourPassed(event.nearAlertAt);
  const full = event.fullAlertArmed && isFull(event) && hourPassed(event.fullAlertAt);
  return {
    near,
    full,
    state: {
      nearAlertArmed: rearmed || (event.nearAlertArmed && !near),
      nearAlertAt: near ? now : event.nearAlertAt,
      fullAlertArmed: rearmed || (event.fullAlertArmed && !full),
      fullAlertAt: full ? now : event.fullAlertAt,
    },
  };
}

export const sameAlerts = (a: AlertState, b: AlertState) =>
  a.nearAlertArmed === b.nearAlertArmed &&
  a.fullAlertArmed === b.fullAlertArmed &&
  a.nearAlertAt?.getTime() === b.nearAlertAt?.getTime() &&
  a.fullAlertAt?.getTime() === b.fullAlertAt?.getTime();
