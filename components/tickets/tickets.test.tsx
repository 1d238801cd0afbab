// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type FormAction, textFields } from "@/lib/actions/form-state";
import type { HeldTicket } from "@/lib/tickets/queries";
import { Barcode } from "./barcode";
import { CancelTicketForm } from "./cancel-ticket-form";
import { TicketRow } from "./ticket-row";
import { TicketStateBadge } from "./ticket-state-badge";

const ticket: HeldTicket = {
  id: "t1",
  code: "ABCDEFGHJKMNPQRS",
  createdAt: new Date("2030-01-01T12:00:00Z"),
  state: "upcoming",
  voidedReason: null,
  cancellable: true,
  checkedInAt: null,
  event: {
    id: "abc",
    name: "O'Brien & Sons <b>",
    location: "Hall",
    pictureId: null,
    startsAt: new Date("2030-07-01T18:30:00Z"),
    endsAt: new Date("2030-07-01T20:00:00Z"),
    timeZone: "Europe/London",
    cancelReason: null,
  },
};

describe("TicketRow", () => {
  it("links to the ticket and shows its event", () => {
    render(<TicketRow ticket={ticket} />);
    expect(screen.getByRole("link", { name: ticket.event.name })).toHaveAttribute("href", "/tickets/t1");
    expect(screen.getByText("Mon 1 Jul 2030, 19:30–21:00 BST")).toBeVisible();
  });
});

describe("TicketStateBadge", () => {
  it.each([
    ["upcoming", "Valid"],
    ["started", "On now"],
    ["past", "Past"],
    ["cancelled-by-holder", "Void: cancelled by you"],
    ["event-cancelled", "Void: event cancelled"],
  ] as const)("shows %s as %s", (state, words) => {
    render(<TicketStateBadge state={state} />);
    expect(screen.getByText(words)).toBeVisible();
  });
});

describe("Barcode", () => {
  it("is an image with a name", () => {
    render(<Barcode svg="<svg></svg>" label="QR code of ticket ABCD" />);
    expect(screen.getByRole("img", { name: "QR code of ticket ABCD" }).querySelector("svg")).not.toBeNull();
  });
});

describe("CancelTicketForm", () => {
  it("needs two steps, sends the ticket's id, and explains when it is too late", async () => {
    const sent: Record<string, string>[] = [];
    const action: FormAction = async (state, form) => {
      sent.push(textFields(form));
      return { ...state, refusal: { reason: "started" }, submissions: state.submissions + 1 };
    };
    render(<CancelTicketForm action={action} ticketId="t1" />);
    expect(screen.getByText("Yes, cancel it")).not.toBeVisible();
    await userEvent.click(screen.getByText("Cancel ticket"));
    await userEvent.click(screen.getByRole("button", { name: "Yes, cancel it" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The event has started");
    expect(sent).toEqual([{ ticketId: "t1" }]);
  });
});
