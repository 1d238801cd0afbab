import { describe, expect, it } from "vitest";
import { mayHoldTickets, maySeeTicket } from "@/lib/tickets/access";
import { mayCreateEvents, mayManageEvent } from "./access";

const attendee = { id: "ada", class: "attendee" as const };
const organiser = { id: "grace", class: "organiser" as const };

describe("access", () => {
  it("lets only the organiser class create events", () => {
    expect([organiser, attendee, null].map(mayCreateEvents)).toEqual([true, false, false]);
  });

  it("lets exactly those manage an event who organise it, whatever their class", () => {
    const event = { organiserIds: ["ada", "lin"] };
    expect([attendee, organiser, null].map((actor) => mayManageEvent(actor, event))).toEqual([
      true,
      false,
      false,
    ]);
    expect(mayManageEvent(attendee, { organiserIds: [] })).toBe(false);
  });

  it("gives tickets to the attendee class only", () => {
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
