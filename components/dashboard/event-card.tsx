import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventLine } from "@/components/events/event-line";
import type { ManagedEvent } from "@/lib/events/queries";
import { EventStateBadge } from "./event-state-badge";
import { SpacesMeter } from "./spaces-meter";

/** An event on the dashboard. */
export function EventCard({ event }: { event: ManagedEvent }) {
  const badges = (
    <>
      <AvailabilityBadge label={event.label} />
      {event.state !== "upcoming" && <EventStateBadge state={event.state} />}
    </>
  );
  return (
    <EventLine event={event} href={`/dashboard/events/${event.id}`} heading="h3" badges={badges}>
      <div className="mt-3">
        <SpacesMeter event={event} />
      </div>
    </EventLine>
  );
}
