import { AvailabilityBadge } from "@/components/events/availability-badge";
import { DateLeaf } from "@/components/events/date-leaf";
import type { ManagedEvent } from "@/lib/organisers/queries";
import { formatEventTime } from "@/lib/time/format";
import { EventStateBadge } from "./event-state-badge";
import { SpacesMeter } from "./spaces-meter";

/** One event of the dashboard, with its figures. */
export function EventCard({ event }: { event: ManagedEvent }) {
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <li className="relative flex gap-4 rounded-card border border-line bg-surface p-4 hover:border-brand sm:p-5">
      <DateLeaf at={event.startsAt} timeZone={event.timeZone} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <h3 className="text-lg leading-snug font-semibold wrap-anywhere">
            <a
              href={`/dashboard/events/${event.id}`}
              className="before:absolute before:inset-0 before:rounded-card"
            >
              {event.name}
            </a>
          </h3>
          <div className="flex gap-2">
            <AvailabilityBadge label={event.label} />
            {event.state !== "upcoming" && <EventStateBadge state={event.state} />}
          </div>
        </div>
        <p className="mt-1 mb-3 text-muted">
          {when.date}, {when.time} {when.zone}
        </p>
        <SpacesMeter event={event} />
      </div>
    </li>
  );
}
