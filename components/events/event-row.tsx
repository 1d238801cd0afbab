import type { ListedEvent } from "@/lib/events/queries";
import { formatTimes } from "@/lib/time/format";
import { AvailabilityBadge } from "./availability-badge";
import { EventLine } from "./event-line";

/** An event below the heading of its day. */
export function EventRow({ event }: { event: ListedEvent }) {
  return (
    <EventLine
      event={event}
      href={`/events/${event.id}`}
      heading="h3"
      above={
        <>
          <time dateTime={event.startsAt.toISOString()}>
            {formatTimes(event.startsAt, event.endsAt, event.timeZone)}
          </time>
          <AvailabilityBadge label={event.label} />
        </>
      }
    >
      <p>{event.location}</p>
      <p>by {event.host}</p>
    </EventLine>
  );
}
