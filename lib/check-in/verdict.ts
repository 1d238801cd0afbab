import { outsideWindow } from "./door-window";

/**
 * What a door says of a ticket. All values are texts, so that it fits into the state of a form, JSON and the store of a
 * browser; times are ISO dates. `ending` is the end of the ticket's code.
 */
export type Verdict =
  | { result: "checked-in"; name: string; ending: string; nonce: string }
  | { result: "already"; name: string; ending: string; at: string; door: string }
  | NotValid;

export type NotValid =
  | { result: "not-valid"; reason: "cancelled" | "taken-back" | "event-cancelled"; at: string }
  | { result: "not-valid"; reason: "other-event"; event: string; startsAt: string; timeZone: string }
  /** `at` is when the door opens or closed. */
  | { result: "not-valid"; reason: "too-early" | "too-late"; at: string }
  /** `not-listed` is what a door without a network says of a code that its list of the time `at` lacks. */
  | { result: "not-valid"; reason: "not-listed"; at: string }
  | {
      result: "not-valid";
      reason: "unknown" | "unreadable" | "no-access" | "pass-ended" | "limited" | "no-list";
    };

type Event = {
  id: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  cancelledAt: Date | null;
};

export type VoidReason = "cancelled-by-holder" | "event-cancelled" | "taken-back";

export type ScannedTicket = {
  voidedAt: Date | null;
  voidedBecause: VoidReason | null;
  event: Event;
};

/** What doors say of a void ticket, by why it is void. */
export const voidReasons = {
  "cancelled-by-holder": "cancelled",
  "taken-back": "taken-back",
  "event-cancelled": "event-cancelled",
} as const;

/**
 * Why the door of `eventId` refuses a ticket, or null if it may be checked in.
 * @param isOverridden whether an organiser gave a reason to check it in at any time
 */
export function whyNotValid(
  ticket: ScannedTicket | undefined,
  { eventId, at, isOverridden }: { eventId: string; at: Date; isOverridden: boolean },
): NotValid | null {
  if (!ticket) return { result: "not-valid", reason: "unknown" };
  const { event, voidedAt, voidedBecause } = ticket;
  if (event.id !== eventId) {
    const { name, startsAt, timeZone } = event;
    const startsAtText = startsAt.toISOString();
    return { result: "not-valid", reason: "other-event", event: name, startsAt: startsAtText, timeZone };
  }
  if (voidedAt && voidedBecause)
    return { result: "not-valid", reason: voidReasons[voidedBecause], at: voidedAt.toISOString() };
  if (event.cancelledAt)
    return { result: "not-valid", reason: "event-cancelled", at: event.cancelledAt.toISOString() };
  const outside = isOverridden ? null : outsideWindow(event, at);
  return outside && { result: "not-valid", reason: outside.reason, at: outside.edge.toISOString() };
}
