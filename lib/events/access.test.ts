import { describe, expect, it } from "vitest";
import { mayHoldTickets } from "@/lib/accounts/access";
import { maySeeTicket } from "@/lib/tickets/access";
import { mayCreateEvents, mayManageEvent } from "./access";

const attendee = { id: "ada", role: "attendee" as const };
const organiser = { id: "grace", role: "organiser" as const };

describe("access", () => {
  it("lets only organiser accounts create events", () => {
    expect([organiser, attendee, null].map(mayCreateEvents)).toEqual([true, false, false]);
  });

  it("lets its organisers manage an event, whatever their role, and nobody else", () => {
    const event = { organiserIds: ["ada", "lin"] };
    expect([attendee, organiser, null].map((actor) => mayManageEvent(actor, event))).toEqual([
      true,
      false,
      false,
    ]);
    expect(mayManageEvent(attendee, { organiserIds: [] })).toBe(false);
  });

  it("gives tickets to attendee accounts only", () => {
    expect([attendee, organiser, null].map(mayHoldTickets)).toEqual([true, false, false]);
  });

  it("shows a ticket to its holder only", () => {
    const ticket = { holderId: "ada" };
    expect([attendee, organiser, null].map((actor) => maySeeTicket(actor, ticket))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
