// @vitest-environment jsdom
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PathnameContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type FormAction, textFields } from "@/lib/actions/form-state";
import { RequestTicketForm } from "./request-ticket-form";

const closing: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const close of closing.splice(0)) close();
});

/** A server in the place of /api/viewer; returns what was asked of it. */
async function answerViewer(status: number, body: unknown) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = globalThis.fetch;
  // jsdom has no origin of its own to send a relative address to.
  vi.stubGlobal("fetch", (address: string) => ask(new URL(address, origin)));
  return asked;
}

let events = 0;

function show(bookable: boolean, action: FormAction = async (state) => state, refusal?: string) {
  events += 1;
  const eventId = `event${events}`;
  render(
    <PathnameContext value={`/events/${eventId}`}>
      <RequestTicketForm action={action} eventId={eventId} bookable={bookable} refusal={refusal} />
    </PathnameContext>,
  );
  return eventId;
}

const button = () => screen.queryByRole("button", { name: "Request ticket" });
const holder = { name: "Ada", class: "attendee", event: { ticketId: "t1", manages: false } };

describe("RequestTicketForm", () => {
  it("offers the button to everybody before it is known who looks, and to the signed-out", async () => {
    const asked = await answerViewer(200, null);
    const eventId = show(true);
    expect(button()).toBeEnabled();
    await vi.waitFor(() => expect(asked).toEqual([`/api/viewer?event=${eventId}`]));
    expect(button()).toBeEnabled();
  });

  it("posts nothing that could be changed, such as a quantity", async () => {
    await answerViewer(200, null);
    const sent: Record<string, string>[] = [];
    show(true, async (state, form) => {
      sent.push(textFields(form));
      return state;
    });
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    await vi.waitFor(() => expect(sent).toEqual([{}]));
  });

  it("leads a holder to the ticket instead, also when the event is FULL", async () => {
    await answerViewer(200, holder);
    show(false);
    expect(await screen.findByRole("link", { name: "View your ticket" })).toHaveAttribute(
      "href",
      "/tickets/t1",
    );
    expect(button()).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Manage this event" })).not.toBeInTheDocument();
  });

  it("leads whoever may have a ticket to theirs when there is nothing to book", async () => {
    await answerViewer(200, null);
    show(false);
    expect(button()).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "My tickets" })).toHaveAttribute("href", "/tickets");
  });

  it("leads an organiser of the event to its dashboard, beside the button", async () => {
    await answerViewer(200, { ...holder, event: { ticketId: null, manages: true } });
    const eventId = show(true);
    const link = await screen.findByRole("link", { name: "Manage this event" });
    expect(link).toHaveAttribute("href", `/dashboard/events/${eventId}`);
    expect(button()).toBeEnabled();
  });

  it.each([
    [true, "full", /^This event is FULL\./],
    [false, "full", /^This event is FULL\./],
    [true, "limited", /^That was too often/],
    [false, "limited", /^That was too often/],
  ])(
    "says why a request was refused when the page is the answer (bookable: %s, %s)",
    async (bookable, reason, words) => {
      await answerViewer(200, null);
      show(bookable, undefined, reason);
      expect(screen.getByText(words)).toBeVisible();
      expect(button() !== null).toBe(bookable);
    },
  );

  it("keeps the button when the server cannot say who looks", async () => {
    const asked = await answerViewer(503, "busy");
    show(true);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(button()).toBeEnabled();
  });

  it.each([
    ["attendees-only", /Tickets are for attendee accounts/],
    ["full", /FULL/],
    ["started", /has started/],
    ["cancelled", /has been cancelled/],
    ["not-found", /not here any more/],
    ["limited", /wait a minute/],
  ])("says why when the server refuses with %s, and no number", async (reason, words) => {
    await answerViewer(200, null);
    show(true, async (state) => ({ ...state, refusal: { reason }, answers: state.answers + 1 }));
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(words);
    expect(alert).not.toHaveTextContent(/\d/);
  });
});
