// @vitest-environment jsdom
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FormAction, textFields } from "@/lib/actions/form-state";
import { RequestTicketForm } from "./request-ticket-form";

const closing: (() => void)[] = [];
beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: as the server sets it, and jsdom has no Cookie Store
  document.cookie = "evento.signed-in=1";
});
afterEach(() => {
  vi.unstubAllGlobals();
  for (const close of closing.splice(0)) close();
});

/** A server that replaces /api/viewer; returns the requests it gets. */
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
  // jsdom cannot resolve relative URLs.
  vi.stubGlobal("fetch", (address: string) => ask(new URL(address, origin)));
  return asked;
}

let events = 0;

function show(bookable: boolean, action: FormAction = async (state) => state, waiting?: FormAction) {
  events += 1;
  const eventId = `event${events}`;
  history.replaceState(null, "", `/events/${eventId}`);
  render(
    <RequestTicketForm
      action={action}
      eventId={eventId}
      bookable={bookable}
      waitingList={waiting && { join: waiting, leave: waiting, choices: ["start", "2h", "24h"] }}
    >
      <p>Thu 26 Nov, 18:00</p>
    </RequestTicketForm>,
  );
  return eventId;
}

const button = () => screen.queryByRole("button", { name: "Request ticket" });
const holder = {
  id: "u1",
  name: "Ada",
  role: "attendee",
  organises: false,
  event: { ticketId: "t1", manages: false, waitingUntil: null },
};

describe("RequestTicketForm", () => {
  it("offers the button before the viewer is known, and to signed-out visitors", async () => {
    const asked = await answerViewer(200, null);
    const eventId = show(true);
    expect(button()).toBeEnabled();
    await vi.waitFor(() => expect(asked).toEqual([`/api/viewer?event=${eventId}`]));
    expect(button()).toBeEnabled();
  });

  it("sends no request without a session", async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as the server clears it, and jsdom has no Cookie Store
    document.cookie = "evento.signed-in=; max-age=0";
    const asked = await answerViewer(200, holder);
    show(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual([]);
    expect(button()).toBeEnabled();
  });

  it("posts only the event, and no quantity", async () => {
    await answerViewer(200, null);
    const sent: Record<string, string>[] = [];
    const eventId = show(true, async (state, form) => {
      sent.push(textFields(form));
      return state;
    });
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    await vi.waitFor(() => expect(sent).toEqual([{ eventId }]));
  });

  it("links a holder to the ticket instead, also when the event is FULL", async () => {
    await answerViewer(200, holder);
    show(false);
    expect(await screen.findByRole("link", { name: "View your ticket" })).toHaveAttribute(
      "href",
      "/tickets/t1",
    );
    expect(button()).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Manage this event" })).not.toBeInTheDocument();
  });

  it("links an organiser of the event to its dashboard, beside the button", async () => {
    await answerViewer(200, { ...holder, event: { ticketId: null, manages: true } });
    const eventId = show(true);
    const link = await screen.findByRole("link", { name: "Manage this event" });
    expect(link).toHaveAttribute("href", `/dashboard/events/${eventId}`);
    expect(button()).toBeEnabled();
  });

  it("offers no button to an organiser account, but says whom tickets are for", async () => {
    await answerViewer(200, { ...holder, role: "organiser", event: { ticketId: null, manages: false } });
    show(true);
    expect(await screen.findByText("Tickets are for attendee accounts")).toBeVisible();
    expect(button()).not.toBeInTheDocument();
  });

  it("offers the waiting list of a full event, for two hours before the start unless told otherwise", async () => {
    await answerViewer(200, null);
    const sent: Record<string, string>[] = [];
    const eventId = show(false, undefined, async (state, form) => {
      sent.push(textFields(form));
      return state;
    });
    expect(button()).not.toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: "Until" })).toHaveValue("2h");
    await userEvent.click(screen.getByRole("button", { name: "Join the waiting list" }));
    await vi.waitFor(() => expect(sent).toEqual([{ eventId, until: "2h" }]));
    expect(sessionStorage.getItem("evento.wish")).toBe(eventId);
  });

  it("lets who waits leave, and says until when they wait", async () => {
    const waitingUntil = "1 Feb 2030, 16:00 GMT";
    await answerViewer(200, { ...holder, event: { ticketId: null, manages: false, waitingUntil } });
    show(false, undefined, async (state) => state);
    expect(await screen.findByText(`You are on the waiting list until ${waitingUntil}.`)).toBeVisible();
    expect(screen.getByRole("button", { name: "Leave the waiting list" })).toBeEnabled();
    expect(screen.queryByRole("button", { name: "Join the waiting list" })).not.toBeInTheDocument();
  });

  it("offers no waiting list to holders and organiser accounts", async () => {
    await answerViewer(200, holder);
    show(false, undefined, async (state) => state);
    await screen.findByRole("link", { name: "View your ticket" });
    expect(screen.queryByRole("button", { name: /waiting list/ })).not.toBeInTheDocument();
  });

  it("focuses its button for somebody who signed in to request the ticket", async () => {
    await answerViewer(200, null);
    sessionStorage.setItem("evento.wish", `event${events + 1}`);
    show(true);
    expect(button()).toHaveFocus();
    expect(sessionStorage.getItem("evento.wish")).toBeNull();
  });

  it("remembers what a signed-out visitor requested", async () => {
    await answerViewer(200, null);
    const eventId = show(true);
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    expect(sessionStorage.getItem("evento.wish")).toBe(eventId);
  });

  it("keeps the button when the viewer cannot be loaded", async () => {
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
    ["not-found", /no longer exists/],
  ])("explains the refusal %s without numbers", async (reason, words) => {
    await answerViewer(200, null);
    show(true, async (state) => ({ ...state, refusal: { reason }, submissions: state.submissions + 1 }));
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(words);
    expect(alert).not.toHaveTextContent(/\d/);
  });

  it("says how long somebody has to wait who asked too often", async () => {
    await answerViewer(200, null);
    const refusal = { reason: "limited", facts: { seconds: 40 } };
    show(true, async (state) => ({ ...state, refusal, submissions: state.submissions + 1 }));
    await userEvent.click(screen.getByRole("button", { name: "Request ticket" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/Try again in 40 seconds/);
  });
});
