// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type FormAction, textFields } from "@/lib/actions/form-state";
import type { ManagedEvent } from "@/lib/events/queries";
import { managedId } from "@/tests/harness/checked-commands";
import { AttendeeList } from "./attendee-list";
import { CancelEventForm } from "./cancel-event-form";
import { DeadMails } from "./dead-mails";
import { EventCard } from "./event-card";
import { NeedsYou } from "./needs-you";
import { AddOrganiserForm } from "./organiser-forms";
import { SpacesMeter } from "./spaces-meter";

const event: ManagedEvent = {
  id: managedId("abc"),
  name: "O'Brien & Sons <b>",
  description: "",
  location: "Hall",
  host: "The Engine Society",
  contact: "",
  pictureId: null,
  createdAt: new Date("2029-12-01T12:00:00Z"),
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/London",
  durationMinutes: 90,
  capacity: 1200,
  allocated: 1197,
  voidedTickets: 0,
  cancelledAt: null,
  cancelReason: null,
  state: "upcoming",
  label: { kind: "last", left: 3 },
};

/** An action that records its fields and returns the refusal, if any. */
function recording(reason?: string) {
  const sent: Record<string, string>[] = [];
  const action: FormAction = async (state, form) => {
    sent.push(textFields(form));
    return {
      ...state,
      values: textFields(form),
      submissions: state.submissions + 1,
      ...(reason && { refusal: { reason } }),
    };
  };
  return { sent, action };
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

describe("SpacesMeter", () => {
  it("shows figures and a bar to the event's organisers", () => {
    render(<SpacesMeter event={event} />);
    expect(screen.getByText("1,197 / 1,200")).toBeVisible();
    const bar = screen.getByRole("meter", { name: "Tickets allocated" });
    expect([bar.getAttribute("value"), bar.getAttribute("max")]).toEqual(["1197", "1200"]);
  });

  it.each([
    [0, "0 tickets became void when the event was cancelled."],
    [1, "1 ticket became void when the event was cancelled."],
    [1500, "1,500 tickets became void when the event was cancelled."],
  ])("counts %d void tickets of a cancelled event", (voidedTickets, words) => {
    render(<SpacesMeter event={{ ...event, state: "cancelled", allocated: 0, voidedTickets }} />);
    expect(screen.getByText(words)).toBeVisible();
  });
});

describe("EventCard", () => {
  it("links to the event's page and shows its label", () => {
    render(<EventCard event={event} pace={[]} />);
    expect(screen.getByRole("link", { name: event.name })).toHaveAttribute("href", "/dashboard/events/abc");
    expect(screen.getByText("last 3 spaces")).toBeVisible();
  });

  it("shows the state of an event unless it is upcoming, which the heading shows", () => {
    const { rerender } = render(<EventCard event={event} pace={[]} />);
    expect(screen.queryByText("Upcoming")).toBeNull();
    rerender(<EventCard event={{ ...event, state: "started" }} pace={[]} />);
    expect(screen.getByText("On now")).toBeVisible();
  });
});

describe("CancelEventForm", () => {
  it("needs two steps, then sends the reason", async () => {
    const { sent, action } = recording();
    render(<CancelEventForm action={action} eventId="abc" />);
    expect(screen.getByText("Yes, cancel this event")).not.toBeVisible();
    await userEvent.click(screen.getByText("Cancel event"));
    await userEvent.type(screen.getByLabelText("Reason"), "Rain & <wind>");
    await press("Yes, cancel this event");
    expect(sent).toEqual([{ eventId: "abc", reason: "Rain & <wind>" }]);
  });

  it("shows that an ended event cannot be cancelled, and keeps the reason", async () => {
    render(<CancelEventForm action={recording("ended").action} eventId="abc" />);
    await userEvent.click(screen.getByText("Cancel event"));
    await userEvent.type(screen.getByLabelText("Reason"), "Rain");
    await press("Yes, cancel this event");
    expect(await screen.findByRole("alert")).toHaveTextContent("This event has ended");
    expect(screen.getByLabelText("Reason")).toHaveValue("Rain");
  });
});

const usualList = { q: "", show: "holding" as const, sort: "requested" as const, after: null };

describe("NeedsYou", () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      kind: "full" as const,
      event: { ...event, id: managedId(`event-${n}`), name: `Event ${n}` },
    }));

  it("shows six lines, and opens the others", () => {
    const { rerender } = render(<NeedsYou found={lines(6)} />);
    expect(screen.queryByText(/more$/)).toBeNull();
    rerender(<NeedsYou found={lines(60)} />);
    expect(screen.getByText("Event 5: FULL. Raise the capacity, or leave it.")).toBeVisible();
    expect(screen.getByText("Event 6: FULL. Raise the capacity, or leave it.")).not.toBeVisible();
    expect(screen.getByText("54 more")).toBeVisible();
  });
});

describe("AttendeeList", () => {
  const attendee = (name: string, isOrganiser: boolean) => ({
    ticketId: `ticket-${name}`,
    userId: name.toLowerCase(),
    name,
    email: `${name}@example.org`,
    requestedAt: new Date("2030-01-01T12:00:00Z"),
    checkedInAt: null,
    voidedAt: null,
    isOrganiser,
  });
  const props = {
    eventId: "abc",
    timeZone: "Europe/London",
    list: usualList,
    next: null,
    isCancelled: false,
    excluded: [],
    takeBack: recording().action,
    takingBack: null,
    allow: recording().action,
  };

  it("shows names, emails and times, and offers the step that fits", async () => {
    const [promote, demote] = [recording(), recording()];
    const attendees = [attendee("Ada", false), attendee("Bob", true)];
    render(<AttendeeList {...props} attendees={attendees} promote={promote.action} demote={demote.action} />);
    const [ada, bob] = screen.getAllByRole("listitem").map((item) => within(item));
    expect(ada?.getByText("Ada@example.org · 1 Jan 2030, 12:00 GMT")).toBeVisible();
    expect(bob?.getByText("Organiser")).toBeVisible();
    expect(ada?.getByRole("button", { name: "Make organiser…" })).toHaveAccessibleDescription("Ada");
    await press("Make organiser…");
    expect(promote.sent).toEqual([]);
    expect(ada?.getByText(/Ada will be able to do everything/)).toBeVisible();
    await press("Make organiser");
    await press("Remove organiser");
    expect(promote.sent).toEqual([{ eventId: "abc", userId: "ada" }]);
    expect(demote.sent).toEqual([{ eventId: "abc", userId: "bob" }]);
  });

  it("sends its search and page with each form, so that the same people are shown again", async () => {
    const [promote, demote] = [recording(), recording()];
    const forms = { promote: promote.action, demote: demote.action };
    const attendees = [attendee("Ada", false), attendee("Bob", true)];
    render(
      <AttendeeList
        {...props}
        {...forms}
        attendees={attendees}
        list={{ ...usualList, q: "a&b", after: "t1" }}
      />,
    );
    await press("Make organiser…");
    await press("Make organiser");
    await press("Remove organiser");
    expect(promote.sent).toEqual([{ eventId: "abc", userId: "ada", q: "a&b", after: "t1" }]);
    expect(demote.sent).toEqual([{ eventId: "abc", userId: "bob", q: "a&b", after: "t1" }]);
  });

  it("leads to the second step of taking a ticket back, with the list as it is", () => {
    const forms = { promote: recording().action, demote: recording().action };
    const list = { ...usualList, q: "ada", after: "t1" };
    render(<AttendeeList {...props} {...forms} list={list} attendees={[attendee("Ada", false)]} />);
    expect(screen.queryByLabelText("Reason")).toBeNull();
    const step = screen.getByRole<HTMLButtonElement>("button", { name: "Take ticket back" });
    expect(step).toHaveAccessibleDescription("Ada");
    expect(step.form?.method).toBe("get");
    expect(step.form?.getAttribute("action")).toBe("/dashboard/events/abc#ticket-ticket-Ada");
    expect([...new FormData(step.form as HTMLFormElement)]).toEqual([
      ["q", "ada"],
      ["after", "t1"],
      ["take-back", "ticket-Ada"],
    ]);
  });

  it("takes a ticket back with a reason, which it asks for in that row alone", async () => {
    const takeBack = recording();
    const forms = { promote: recording().action, demote: recording().action, takeBack: takeBack.action };
    const attendees = [attendee("Ada", false), attendee("Bob", false)];
    render(<AttendeeList {...props} {...forms} attendees={attendees} takingBack="ticket-Ada" />);
    await press("Yes, take it back");
    expect(takeBack.sent).toEqual([]);
    expect(screen.getByText("Say why, as they are emailed it.")).toBeVisible();
    await userEvent.type(screen.getByLabelText("Reason"), "You are two");
    await press("Yes, take it back");
    expect(takeBack.sent).toEqual([{ eventId: "abc", ticketId: "ticket-Ada", reason: "You are two" }]);
    expect(screen.getByRole("link", { name: "Keep it" })).toHaveAttribute(
      "href",
      "/dashboard/events/abc#attendees",
    );
  });

  it("offers no taking back without its action, as after the event", () => {
    const forms = { promote: recording().action, demote: recording().action, takeBack: undefined };
    render(<AttendeeList {...props} {...forms} attendees={[attendee("Ada", false)]} />);
    expect(screen.getByText("Make organiser…")).toBeVisible();
    expect(screen.queryByText("Take ticket back")).toBeNull();
  });

  it("lists those whose tickets were taken back, and allows them another one", async () => {
    const allow = recording();
    const forms = { promote: recording().action, demote: recording().action, allow: allow.action };
    const excluded = [{ userId: "eve", name: "Eve", email: "eve@example.org" }];
    render(<AttendeeList {...props} {...forms} attendees={[]} excluded={excluded} />);
    expect(screen.getByText("eve@example.org")).toBeVisible();
    await press("Allow a new ticket");
    expect(allow.sent).toEqual([{ eventId: "abc", userId: "eve" }]);
  });

  it("is searched by the URL, and keeps the search across pages", () => {
    const forms = { promote: recording().action, demote: recording().action };
    const list = { ...usualList, q: "a&b", sort: "name" as const, after: "t1" };
    const page = { attendees: [attendee("Ada", false)], list, next: "t2" };
    const { rerender } = render(<AttendeeList {...props} {...forms} {...page} />);
    expect(screen.getByRole("searchbox", { name: "Search attendees" })).toHaveValue("a&b");
    const hrefs = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(hrefs).toEqual([
      "/dashboard/events/abc?q=a%26b&sort=name#attendees",
      "/dashboard/events/abc?q=a%26b&show=checked-in&sort=name#attendees",
      "/dashboard/events/abc?q=a%26b&show=void&sort=name#attendees",
      "/dashboard/events/abc?q=a%26b#attendees",
      "/dashboard/events/abc/attendees.csv?q=a%26b&sort=name",
      "/dashboard/events/abc?q=a%26b&sort=name#attendees",
      "/dashboard/events/abc?q=a%26b&sort=name&after=t2#attendees",
    ]);
    rerender(<AttendeeList {...props} {...forms} {...page} list={{ ...list, after: null }} next={null} />);
    expect(screen.queryByRole("navigation", { name: "Pages of attendees" })).toBeNull();
  });

  it("says when a ticket was checked in or became void, and then offers nothing", () => {
    const forms = { promote: recording().action, demote: recording().action };
    const at = new Date("2030-02-01T19:00:00Z");
    const attendees = [
      { ...attendee("Ada", false), checkedInAt: at },
      { ...attendee("Bob", false), voidedAt: at },
    ];
    render(<AttendeeList {...props} {...forms} attendees={attendees} />);
    expect(screen.getByText(/ · in 1 Feb 2030, 19:00 GMT/)).toBeVisible();
    expect(screen.getByText(/ · void since 1 Feb 2030, 19:00 GMT/)).toBeVisible();
    expect(screen.getAllByRole("button", { name: "Take ticket back" })).toHaveLength(1);
  });

  it("keeps the attendees of a cancelled event, marked as void", () => {
    const forms = { promote: recording().action, demote: recording().action };
    render(<AttendeeList {...props} {...forms} isCancelled attendees={[attendee("Ada", false)]} />);
    expect(within(screen.getByRole("listitem")).getByText("Void")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Make organiser/ })).toBeNull();
  });

  it.each([
    ["", "No tickets yet."],
    ["x", "No attendees match your search."],
  ])("shows why it is empty for the search %j", (q, words) => {
    const forms = { promote: recording().action, demote: recording().action };
    render(<AttendeeList {...props} {...forms} list={{ ...usualList, q }} attendees={[]} />);
    expect(screen.getByText(words)).toBeVisible();
  });

  it("shows a refusal of its forms without a field", async () => {
    const forms = { promote: recording("no-account").action, demote: recording("creator").action };
    render(
      <AttendeeList {...props} {...forms} attendees={[attendee("Ada", false), attendee("Bob", true)]} />,
    );
    await press("Make organiser…");
    await press("Make organiser");
    expect(await screen.findByText(/No attendee account/)).toBeVisible();
    await press("Remove organiser");
    expect(await screen.findByText(/creator of an event cannot be removed/)).toBeVisible();
  });

  it("says that the last organiser stays", async () => {
    const forms = { promote: recording().action, demote: recording("only-organiser").action };
    render(<AttendeeList {...props} {...forms} attendees={[attendee("Bob", true)]} />);
    await press("Remove organiser");
    expect(await screen.findByText(/Nobody else organises this event/)).toBeVisible();
  });
});

describe("AddOrganiserForm", () => {
  it.each([
    ["no-account", /No attendee account uses this address/],
    ["organiser-account", /This is an organiser account/],
  ])("shows %s beside the address and keeps the address", async (reason, words) => {
    render(<AddOrganiserForm action={recording(reason).action} eventId="abc" list={usualList} />);
    await userEvent.type(screen.getByLabelText("Email"), "ada@example.org");
    await press("Add organiser");
    await screen.findByText(words);
    expect(screen.getByLabelText("Email")).toHaveAccessibleDescription(expect.stringMatching(words));
    expect(screen.getByLabelText("Email")).toHaveValue("ada@example.org");
  });
});

describe("DeadMails", () => {
  it("shows the kind, recipient and error of each mail, and sends it again", async () => {
    const { sent, action } = recording();
    const mail = {
      id: "m1",
      recipient: "ada@example.org",
      kind: "ticket" as const,
      lastError: "550 no such user",
    };
    render(<DeadMails action={action} eventId="abc" list={{ ...usualList, q: "ada" }} mails={[mail]} />);
    expect(screen.getByText("ada@example.org")).toBeVisible();
    expect(screen.getByText("Ticket · 550 no such user")).toBeVisible();
    await press("Send again");
    expect(sent).toEqual([{ eventId: "abc", mailId: "m1", q: "ada" }]);
  });
});
