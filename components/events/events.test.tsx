// @vitest-environment jsdom
import { act, render, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ListedEvent } from "@/lib/events/queries";
import { AvailabilityBadge } from "./availability-badge";
import { EventContact } from "./event-contact";
import { EventDescription } from "./event-description";
import { EventFilterForm } from "./event-filter-form";
import { EventPicture } from "./event-picture";
import { EventRow } from "./event-row";
import { EventWhen } from "./event-when";

const event: ListedEvent = {
  id: "abc",
  name: "O'Brien & Sons <b>",
  location: "The Great Hall",
  host: "The Engine Society",
  pictureId: null,
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/London",
  label: null,
};

describe("AvailabilityBadge", () => {
  it.each([
    [{ kind: "full" } as const, "FULL"],
    [{ kind: "last", left: 3 } as const, "last 3 spaces"],
    [{ kind: "last", left: 1 } as const, "last 1 space"],
    [null, ""],
  ])("shows %j as %j", (label, text) => {
    const { container } = render(<AvailabilityBadge label={label} />);
    expect(container).toHaveTextContent(text);
    expect(container.childElementCount).toBe(text ? 1 : 0);
  });
});

describe("EventRow", () => {
  it("shows name, date, time, zone and place exactly as they are, and links to the event", () => {
    render(<EventRow event={event} />);
    const row = within(screen.getByRole("listitem"));
    expect(row.getByRole("link", { name: "O'Brien & Sons <b>" })).toHaveAttribute("href", "/events/abc");
    expect(row.getByText("Monday 1 July 2030, 19:30–21:00 BST")).toBeVisible();
    expect(row.getByText("The Great Hall")).toBeVisible();
    expect(row.queryByText(/FULL|last/)).not.toBeInTheDocument();
  });

  it("shows the label it is given", () => {
    render(<EventRow event={{ ...event, label: { kind: "full" } }} />);
    expect(screen.getByText("FULL")).toBeVisible();
  });
});

describe("EventWhen", () => {
  it("shows the event's time, its duration, and the viewer's time if it differs", async () => {
    render(<EventWhen event={{ ...event, durationMinutes: 90 }} />);
    expect(screen.getByText("Monday 1 July 2030")).toBeVisible();
    expect(screen.getByText(/19:30–21:00 BST/)).toHaveTextContent("1 hour 30 minutes");
    // Tests run in Kathmandu's zone.
    expect(await screen.findByText("For you: Tuesday 2 July 2030, 00:15–01:45 GMT+5:45")).toBeVisible();
  });

  it("shows one time to a viewer in the same zone", async () => {
    vi.useFakeTimers();
    render(<EventWhen event={{ ...event, timeZone: "Asia/Kathmandu" }} />);
    await act(() => vi.runAllTimersAsync());
    vi.useRealTimers();
    expect(screen.queryByText(/For you/)).not.toBeInTheDocument();
  });
});

describe("EventContact", () => {
  it.each([
    ["ada@example.org", "mailto:ada@example.org", "ada@example.org"],
    ["https://example.org/", "https://example.org/", "example.org"],
    ["http://example.org/chess?q=1", "http://example.org/chess?q=1", "example.org/chess?q=1"],
  ])("links %s", (contact, href, name) => {
    render(<EventContact contact={contact} />);
    const link = screen.getByRole("link", { name });
    expect(link).toHaveAttribute("href", href);
    if (href.startsWith("http")) expect(link).toHaveAttribute("rel", "nofollow ugc noopener");
  });

  it("shows nothing for an event without one", () => {
    expect(render(<EventContact contact="" />).container).toBeEmptyDOMElement();
  });
});

describe("EventPicture", () => {
  it("is offered in three widths, reserves its space and says nothing", () => {
    render(<EventPicture pictureId="abc" sizes="100vw" className="rounded-card" />);
    const picture = screen.getByRole("presentation");
    expect(picture).toHaveAttribute(
      "srcset",
      "/pictures/abc/480.webp 480w, /pictures/abc/960.webp 960w, /pictures/abc/1920.webp 1920w",
    );
    const reserved = ["width", "height", "alt", "loading"].map((name) => picture.getAttribute(name));
    expect(reserved).toEqual(["480", "320", "", "lazy"]);
  });
});

describe("EventDescription", () => {
  it("separates paragraphs, turns URLs into links and escapes everything else", () => {
    render(<EventDescription text={"See https://example.org/a\n\n<b>bold</b> <script>x</script>"} />);
    const link = screen.getByRole("link", { name: "https://example.org/a" });
    expect(link).toHaveAttribute("href", "https://example.org/a");
    expect(link.getAttribute("rel")).toMatch(/noopener/);
    const second = screen.getByText("<b>bold</b> <script>x</script>");
    expect(second).not.toContainElement(link);
  });

  it.each(["javascript:alert(1)", "[x](javascript:alert(1))", "data:text/html,x", "[x](/account)"])(
    "makes no link of %s",
    (text) => {
      render(<EventDescription text={text} />);
      expect(screen.queryByRole("link")).not.toBeInTheDocument();
    },
  );

  it("shows headings below the page's own, lists, emphasis and links that lend no weight", () => {
    const text = "# Menu\n\n3. **Soup**\n4. *Bread*\n\n- [wine](https://example.org/wine)";
    const { container } = render(<EventDescription text={text} />);
    expect(screen.getByRole("heading", { name: "Menu", level: 2 })).toBeVisible();
    const [ordered, bullets] = screen.getAllByRole("list");
    expect(ordered).toHaveAttribute("start", "3");
    expect(container.querySelector("ol strong")).toHaveTextContent("Soup");
    expect(container.querySelector("ol em")).toHaveTextContent("Bread");
    const link = within(bullets as HTMLElement).getByRole("link", { name: "wine" });
    expect(link).toHaveAttribute("rel", "nofollow ugc noopener");
  });

  it("loads nothing from elsewhere and shows HTML as text", () => {
    const text = '![x](https://example.org/x.png) <img src="x" onerror="alert(1)"> <iframe></iframe>';
    const { container } = render(<EventDescription text={text} />);
    expect(container.querySelector("img, iframe, script, [style]")).toBeNull();
    expect(container).toHaveTextContent('<img src="x" onerror="alert(1)">');
  });
});

describe("EventFilterForm", () => {
  // jsdom does not know the element `search` yet, so React warns.
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
  });

  it("filters by the URL, shows the current filter and can be cleared", () => {
    const { container } = render(<EventFilterForm q="jazz" from="2030-01-01" />);
    const form = container.querySelector("form");
    expect([form?.method, form?.getAttribute("action")]).toEqual(["get", "/"]);
    expect(screen.getByRole("searchbox", { name: "Search" })).toHaveValue("jazz");
    expect(screen.getByLabelText("From")).toHaveValue("2030-01-01");
    expect(screen.getByLabelText("To")).toHaveValue("");
    expect(screen.getByRole("link", { name: "Clear" })).toHaveAttribute("href", "/");
  });

  it("offers no clearing without a filter", () => {
    render(<EventFilterForm q="" />);
    expect(screen.queryByRole("link", { name: "Clear" })).not.toBeInTheDocument();
  });
});
