// @vitest-environment jsdom
import { act, render, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ListedEvent } from "@/lib/events/queries";
import { AvailabilityBadge } from "./availability-badge";
import { EventContact } from "./event-contact";
import { EventDays } from "./event-days";
import { EventDescription } from "./event-description";
import { EventFilters } from "./event-filters";
import { EventPicture } from "./event-picture";
import { EventRow } from "./event-row";
import { EventWhen } from "./event-when";
import { MonthCalendar } from "./month-calendar";

const event: ListedEvent = {
  id: "abc",
  name: "O'Brien & Sons <b>",
  location: "The Great Hall",
  host: "The Engine Society",
  pictureId: null,
  startsAt: new Date("2030-07-01T18:30:00Z"),
  endsAt: new Date("2030-07-01T20:00:00Z"),
  timeZone: "Europe/London",
  startDate: "2030-07-01",
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
  it("shows name, time, zone, place and host exactly as they are, and links to the event", () => {
    render(<EventRow event={event} />);
    const row = within(screen.getByRole("listitem"));
    expect(row.getByRole("link", { name: "O'Brien & Sons <b>" })).toHaveAttribute("href", "/events/abc");
    expect(row.getByText("19:30–21:00 BST")).toBeVisible();
    expect(row.getByText("The Great Hall")).toBeVisible();
    expect(row.getByText("by The Engine Society")).toBeVisible();
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
    expect(screen.getByText(/19:30–21:00 BST/)).toBeVisible();
    // Tests run in Kathmandu's zone.
    expect(await screen.findByText(/For you/)).toHaveTextContent(
      "1 hour 30 minutes · For you: Tuesday 2 July 2030, 00:15–01:45 GMT+5:45",
    );
  });

  it("shows several days as one range", () => {
    render(<EventWhen event={{ ...event, endsAt: new Date("2030-07-03T08:00:00Z") }} />);
    expect(screen.getByText(/Monday/).closest("p")).toHaveTextContent(
      "Monday 1 July 2030, 19:30 – Wednesday 3 July 2030, 09:00 BST",
    );
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

describe("EventDays", () => {
  it("puts events below the headings of their days, whatever their zone", () => {
    const events = [
      { ...event, id: "a", name: "Early", startDate: "2030-07-02" },
      { ...event, id: "b", name: "Late in the west", startDate: "2030-07-01" },
      { ...event, id: "c", name: "Second", startDate: "2030-07-02" },
    ];
    render(<EventDays events={events} today="2030-07-01" />);
    const headings = screen.getAllByRole("heading").map(({ textContent }) => textContent);
    expect(headings).toEqual([
      "Today Mon 1 July",
      "Late in the west",
      "Tomorrow Tue 2 July",
      "Early",
      "Second",
    ]);
  });
});

describe("EventFilters", () => {
  // jsdom does not know the element `search` yet, so React warns.
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  const input = { q: "", page: 1 };
  const current = () => document.querySelector("search [aria-current]")?.textContent;

  it("searches by the address, and keeps the dates", () => {
    const { container } = render(
      <EventFilters
        input={{ ...input, q: "jazz", from: "2030-01-01", to: "2030-01-05" }}
        today="2030-01-01"
      />,
    );
    const form = container.querySelector("form");
    expect([form?.method, form?.getAttribute("action")]).toEqual(["get", "/"]);
    expect(screen.getByRole("searchbox", { name: "Search" })).toHaveValue("jazz");
    expect([...new FormData(form ?? undefined)]).toEqual([
      ["from", "2030-01-01"],
      ["to", "2030-01-05"],
      ["q", "jazz"],
    ]);
    expect(screen.getByLabelText("From")).toHaveValue("2030-01-01");
    expect(current()).toBe("Dates…");
  });

  it("links to the dates of today, this week and the weekend, and keeps the search", () => {
    render(<EventFilters input={{ ...input, q: "a&b" }} today="2026-11-25" />);
    const hrefs = screen.getAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")]);
    expect(hrefs).toEqual([
      ["All", "/?q=a%26b"],
      ["Today", "/?q=a%26b&from=2026-11-25&to=2026-11-25"],
      ["This week", "/?q=a%26b&from=2026-11-25&to=2026-11-29"],
      ["Weekend", "/?q=a%26b&from=2026-11-28&to=2026-11-29"],
    ]);
    expect(current()).toBe("All");
  });

  it("marks one choice where several are the same dates", () => {
    const sunday = { from: "2026-11-29", to: "2026-11-29" };
    render(<EventFilters input={{ ...input, ...sunday }} today="2026-11-29" />);
    expect(document.querySelectorAll("search [aria-current]")).toHaveLength(1);
    expect(current()).toBe("Today");
  });
});

describe("MonthCalendar", () => {
  it("links the days with events, and the months from this one on", () => {
    render(
      <MonthCalendar
        month="2030-07"
        today="2030-07-01"
        dates={["2030-07-03"]}
        q="jazz"
        chosen="2030-07-03"
      />,
    );
    const day = screen.getByRole("link", { name: "Events on Wednesday 3 July 2030" });
    expect(day).toHaveAttribute("href", "/?q=jazz&from=2030-07-03&to=2030-07-03");
    expect(day).toHaveAttribute("aria-current", "date");
    expect(screen.getByRole("link", { name: "Next month" })).toHaveAttribute(
      "href",
      "/?q=jazz&month=2030-08",
    );
    expect(screen.getAllByRole("link")).toHaveLength(2);
  });
});
