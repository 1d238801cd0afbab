import { formatCount } from "@/components/ui/format-count";
import type { ManagedEvent } from "@/lib/events/queries";

/** An event's allocation as figures and a bar, for its organisers; for a cancelled event, its void tickets. */
export function SpacesMeter({ event }: { event: ManagedEvent }) {
  if (event.state === "cancelled") {
    return (
      <p className="text-sm text-muted">
        {formatCount(event.voidedTickets)} {event.voidedTickets === 1 ? "ticket" : "tickets"} became void when
        the event was cancelled.
      </p>
    );
  }
  return (
    <div className="grid grid-cols-1 max-w-md gap-1.5">
      <p className="text-sm">
        <span className="font-display">
          {formatCount(event.allocated)} / {formatCount(event.capacity)}
        </span>{" "}
        <span className="text-muted">tickets allocated</span>
      </p>
      <meter
        className="w-full"
        min={0}
        max={event.capacity}
        value={event.allocated}
        data-full={event.allocated >= event.capacity || undefined}
        aria-label="Tickets allocated"
      >
        {formatCount(event.allocated)} of {formatCount(event.capacity)}
      </meter>
    </div>
  );
}
