import type { ReactNode } from "react";
import { formatEventTime } from "@/lib/time/format";
import { DateBadge } from "./date-badge";

type EventLineProps = {
  event: { name: string; startsAt: Date; endsAt: Date; timeZone: string };
  /** The link of the whole line. */
  href: string;
  /** The level that fits the page's headings. */
  heading: "h2" | "h3";
  badges: ReactNode;
  /** Below the date and time. */
  children: ReactNode;
};

/** An event in a list: date badge, name as a link that covers the line, badges, date and time. */
export function EventLine({ event, href, heading: Heading, badges, children }: EventLineProps) {
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <li className="relative flex gap-4 rounded-card border border-line bg-surface p-4 hover:border-brand sm:p-5">
      <DateBadge at={event.startsAt} timeZone={event.timeZone} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <Heading className="text-lg leading-snug font-semibold wrap-anywhere">
            <a href={href} className="before:absolute before:inset-0 before:rounded-card">
              {event.name}
            </a>
          </Heading>
          <div className="flex gap-2 empty:hidden">{badges}</div>
        </div>
        <p className="mt-1 text-muted">
          <time dateTime={event.startsAt.toISOString()}>
            {when.date}, {when.time} {when.zone}
          </time>
        </p>
        {children}
      </div>
    </li>
  );
}
