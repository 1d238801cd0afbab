import { CalendarPlus } from "lucide-react";
import { buttonLook } from "@/components/ui/button-look";

type AddToCalendarProps = {
  event: { id: string; name: string; location: string; startsAt: Date; endsAt: Date };
  /** The URL of the event's page. */
  url: string;
};

/** The ways to put an event into one's own calendar: a file for any program, and the two large services. */
export function AddToCalendar({ event, url }: AddToCalendarProps) {
  return (
    <details>
      <summary className={buttonLook("quiet")}>
        <CalendarPlus aria-hidden className="size-5" />
        Add to calendar
      </summary>
      <ul className="mt-2 grid gap-1">
        <Choice href={`/events/${event.id}/event.ics`}>Calendar file, for any calendar</Choice>
        <Choice href={googleCalendar(event, url)}>Google Calendar</Choice>
        <Choice href={outlook(event, url)}>Outlook on the web</Choice>
      </ul>
    </details>
  );
}

function Choice({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <a
        href={href}
        rel="noreferrer"
        className="inline-flex min-h-11 items-center underline underline-offset-2"
      >
        {children}
      </a>
    </li>
  );
}

type Facts = AddToCalendarProps["event"];

/** `20300701T183000Z` */
const compact = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, "");

function googleCalendar({ name, location, startsAt, endsAt }: Facts, url: string): string {
  const dates = `${compact(startsAt)}/${compact(endsAt)}`;
  const query = new URLSearchParams({ action: "TEMPLATE", text: name, dates, location, details: url });
  return `https://calendar.google.com/calendar/render?${query}`;
}

function outlook({ name, location, startsAt, endsAt }: Facts, url: string): string {
  const query = new URLSearchParams({
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: name,
    startdt: startsAt.toISOString(),
    enddt: endsAt.toISOString(),
    location,
    body: url,
  });
  // Outlook reads a plus as a plus.
  return `https://outlook.live.com/calendar/0/action/compose?${String(query).replaceAll("+", "%20")}`;
}
