import { expect, it } from "vitest";
import { ticketRefusal } from "./refusal";

const now = new Date("2030-01-01T12:00:00Z");
const later = new Date("2030-01-01T12:00:01Z");
const event = {
  ...{ startsAt: later, cancelledAt: null, capacity: 10, allocated: 9, waitingListPending: false },
};

it.each([
  ["the last space", event, null],
  ["no space", { ...event, allocated: 10 }, "full"],
  ["spaces that the waiting list gets", { ...event, waitingListPending: true }, "full"],
  ["an event that starts this second", { ...event, startsAt: now }, "started"],
  ["a full event that has started", { ...event, startsAt: now, allocated: 10 }, "started"],
  ["a cancelled event", { ...event, cancelledAt: now, allocated: 0 }, "cancelled"],
  ["an event that is not there", undefined, "not-found"],
])("for %s returns the refusal", (_, given, reason) => {
  expect(ticketRefusal(given, false, now)?.reason ?? null).toBe(reason);
});

it.each([
  ["an event with spaces", event, "excluded"],
  ["a full event", { ...event, allocated: 10 }, "excluded"],
  ["a cancelled event", { ...event, cancelledAt: now, allocated: 0 }, "cancelled"],
])("refuses somebody whose ticket was taken back for %s", (_, given, reason) => {
  expect(ticketRefusal(given, true, now)?.reason).toBe(reason);
});
