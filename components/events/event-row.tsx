import type { ListedEvent } from "@/lib/events/queries";
import { AvailabilityBadge } from "./availability-badge";
import { EventLine } from "./event-line";

export function EventRow({ event }: { event: ListedEvent }) {
  return (
    <EventLine
      event={event}
      href={`/events/${event.id}`}
      heading="h2"
      badges={<AvailabilityBadge label={event.label} />}
    >
      <p className="text-muted wrap-anywhere">{event.location}</p>
    </EventLine>
  );
}
