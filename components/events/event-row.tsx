import type { ListedEvent } from "@/lib/events/queries";
import { formatEventTime } from "@/lib/time/format";
import { AvailabilityBadge } from "./availability-badge";
import { DateLeaf } from "./date-leaf";

/** One event of the public list. */
export function EventRow({ event }: { event: ListedEvent }) {
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <li className="relative flex gap-4 rounded-card border border-line bg-surface p-4 hover:border-brand sm:p-5">
      <DateLeaf at={event.startsAt} timeZone={event.timeZone} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <h2 className="text-lg leading-snug font-semibold wrap-anywhere">
            <a href={`/events/${event.id}`} className="before:absolute before:inset-0 before:rounded-card">
              {event.name}
            </a>
          </h2>
          <AvailabilityBadge label={event.label} />
        </div>
        <p className="mt-1 text-muted">
          <time dateTime={event.startsAt.toISOString()}>
            {when.date}, {when.time} {when.zone}
          </time>
        </p>
        <p className="text-muted wrap-anywhere">{event.location}</p>
      </div>
    </li>
  );
}
