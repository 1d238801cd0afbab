import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventLine } from "@/components/events/event-line";
import type { ManagedEvent } from "@/lib/events/queries";
import { formatWhen } from "@/lib/time/format";
import { EventStateBadge } from "./event-state-badge";
import { SpacesMeter } from "./spaces-meter";

/** An event on the dashboard. */
export function EventCard({ event }: { event: ManagedEvent }) {
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
        <div className="w-full sm:w-48">
          <SpacesMeter event={event} />
        </div>
      }
    >
      {event.location}
    </EventLine>
  );
}
