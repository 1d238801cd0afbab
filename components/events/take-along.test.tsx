// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AddToCalendar } from "./add-to-calendar";
import { ShareButton } from "./share-button";
import { SubscribeLinks } from "./subscribe-links";

const url = "https://tickets.example.org/events/abc";

/** Gives the browser, or takes from it, a way to share. */
function stubShare(share: ((data: ShareData) => Promise<void>) | undefined) {
  Object.defineProperty(navigator, "share", { value: share, configurable: true });
}
afterEach(() => stubShare(undefined));

describe("AddToCalendar", () => {
  it("links to the event's own file, and to two services with what, when and where", () => {
    const event = {
      id: "abc",
      name: "O'Brien & Sons <b> + more",
      location: "Hall 2; Dublin",
      startsAt: new Date("2030-07-01T18:30:00Z"),
      endsAt: new Date("2030-07-02T20:00:00Z"),
    };
    render(<AddToCalendar event={event} url={url} />);
    const addressOf = (name: string | RegExp) =>
      new URL(screen.getByRole("link", { name, hidden: true }).getAttribute("href") ?? "", url);
    expect(addressOf(/Calendar file/).pathname).toBe("/events/abc/event.ics");
    const google = addressOf("Google Calendar");
    expect(google.origin + google.pathname).toBe("https://calendar.google.com/calendar/render");
    expect(Object.fromEntries(google.searchParams)).toEqual({
      action: "TEMPLATE",
      text: event.name,
      dates: "20300701T183000Z/20300702T200000Z",
      location: event.location,
      details: url,
    });
    const outlook = addressOf("Outlook on the web");
    expect(outlook.search).not.toContain("+");
    expect(Object.fromEntries(outlook.searchParams)).toMatchObject({
      subject: event.name,
      startdt: "2030-07-01T18:30:00.000Z",
      enddt: "2030-07-02T20:00:00.000Z",
      location: event.location,
      body: url,
    });
  });
});

describe("ShareButton", () => {
  const share = async () => {
    const user = userEvent.setup();
    render(<ShareButton title="Jazz" url={url} />);
    await user.click(screen.getByRole("button", { name: "Share" }));
    return screen.getByRole("status");
  };

  it("shares by the device's own means", async () => {
    const shared: ShareData[] = [];
    stubShare(async (data) => void shared.push(data));
    expect(await share()).toBeEmptyDOMElement();
    expect(shared).toEqual([{ title: "Jazz", url }]);
  });

  it("says nothing and copies nothing when somebody decides against it", async () => {
    stubShare(() => Promise.reject(new DOMException("no", "AbortError")));
    const user = userEvent.setup();
    const copied = vi.spyOn(navigator.clipboard, "writeText");
    render(<ShareButton title="Jazz" url={url} />);
    await user.click(screen.getByRole("button", { name: "Share" }));
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    expect(copied).not.toHaveBeenCalled();
  });

  it.each([
    ["there are none", undefined],
    ["they fail", () => Promise.reject(new DOMException("no", "NotAllowedError"))],
  ])("copies the link and says so when %s", async (_, means) => {
    stubShare(means);
    expect(await share()).toHaveTextContent("Link copied");
    expect(await navigator.clipboard.readText()).toBe(url);
  });

  it("says what else to do when it can do neither", async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    render(<ShareButton title="Jazz" url={url} />);
    await user.click(screen.getByRole("button", { name: "Share" }));
    expect(screen.getByRole("status")).toHaveTextContent("Copy the link from the address bar.");
  });

  it("is only a place without JavaScript", () => {
    document.body.innerHTML = renderToString(<ShareButton title="Jazz" url={url} />);
    expect(document.body.firstElementChild).toHaveClass("invisible");
  });
});

describe("SubscribeLinks", () => {
  it("carry the filters of the list", () => {
    const filter = { q: "jazz & more", from: "2030-02-01" };
    render(<SubscribeLinks appUrl="https://tickets.example.org" filter={filter} />);
    const query = "?q=jazz+%26+more&from=2030-02-01";
    const linkOf = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
    expect(linkOf("Subscribe in your calendar")).toBe(`webcal://tickets.example.org/events.ics${query}`);
    expect(linkOf("Atom feed")).toBe(`/events.atom${query}`);
  });
});
