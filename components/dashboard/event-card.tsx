import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventLine } from "@/components/events/event-line";
import { PaceLine } from "@/components/statistics/pace-line";
import type { ManagedEvent } from "@/lib/events/queries";
import type { Point } from "@/lib/statistics/series";
import { formatWhen } from "@/lib/time/format";
import { EventStateBadge } from "./event-state-badge";
import { SpacesMeter } from "./spaces-meter";

/** An event on the dashboard. */
export function EventCard({ event, pace }: { event: ManagedEvent; pace: Point[] }) {
  const when = formatWhen(event.startsAt, event.endsAt, event.timeZone);
  return (
    <EventLine
      event={event}
      href={`/dashboard/events/${event.id}`}
      heading="h3"
      above={
        <>
          <time dateTime={event.startsAt.toISOString()}>{when}</time>
          <AvailabilityBadge label={event.label} />
          {event.state !== "upcoming" && <EventStateBadge state={event.state} />}
        </>
      }
      aside={
        <div className="flex w-full items-center gap-6 sm:w-auto">
          {event.state !== "cancelled" && <PaceLine points={pace} capacity={event.capacity} />}
          <div className="w-full sm:w-48">
            <SpacesMeter event={event} />
          </div>
        </div>
      }
    >
      {event.location}
    </EventLine>
  );
}
