import { describe, expect, it } from "vitest";
import { type ScannedTicket, whyNotValid } from "./verdict";

const event = {
  id: "jazz",
  name: "Jazz Supper",
  startsAt: new Date("2030-02-01T18:00Z"),
  endsAt: new Date("2030-02-01T22:00Z"),
  timeZone: "Europe/London",
  cancelledAt: null,
};
const ticket: ScannedTicket = { voidedAt: null, voidedBecause: null, event };
const at = event.startsAt;
const ask = (given: ScannedTicket | undefined, door: Partial<Parameters<typeof whyNotValid>[1]> = {}) =>
  whyNotValid(given, { eventId: "jazz", at, isOverridden: false, ...door });

const voided = new Date("2030-01-24T21:56Z");

describe("whyNotValid", () => {
  it("lets a ticket of the event in", () => {
    expect(ask(ticket)).toBeNull();
  });

  it.each([
    ["an unknown one", undefined, { reason: "unknown" }],
    [
      "one that its holder cancelled",
      { ...ticket, voidedAt: voided, voidedBecause: "cancelled-by-holder" as const },
      { reason: "cancelled", at: voided.toISOString() },
    ],
    [
      "one that was taken back",
      { ...ticket, voidedAt: voided, voidedBecause: "taken-back" as const },
      { reason: "taken-back", at: voided.toISOString() },
    ],
    [
      "one of a cancelled event",
      { ...ticket, event: { ...event, cancelledAt: voided } },
      { reason: "event-cancelled", at: voided.toISOString() },
    ],
    [
      "one of another event, whatever became of it",
      { ...ticket, voidedAt: voided, event: { ...event, id: "press", name: "Letterpress" } },
      {
        reason: "other-event",
        event: "Letterpress",
        startsAt: event.startsAt.toISOString(),
        timeZone: "Europe/London",
      },
    ],
  ])("refuses %s and says why", (_, given, expected) => {
    expect(ask(given)).toEqual({ result: "not-valid", ...expected });
  });

  it.each([
    ["2030-02-01T05:59:59Z", "too-early", "2030-02-01T06:00:00.000Z"],
    ["2030-02-02T10:00:00Z", "too-late", "2030-02-02T10:00:00.000Z"],
  ])("refuses at %s as %s, unless an organiser decides otherwise", (time, reason, edge) => {
    const door = { at: new Date(time) };
    expect(ask(ticket, door)).toEqual({ result: "not-valid", reason, at: edge });
    expect(ask(ticket, { ...door, isOverridden: true })).toBeNull();
  });

  it("lets no organiser override anything but the time", () => {
    const void_ = { ...ticket, voidedAt: voided, voidedBecause: "taken-back" as const };
    expect(ask(void_, { isOverridden: true })).toMatchObject({ reason: "taken-back" });
  });
});
