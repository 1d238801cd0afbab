import { EventLine } from "@/components/events/event-line";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/actions/form-state";
import { formatStamp, formatWhen } from "@/lib/time/format";
import type { WaitedEvent } from "@/lib/waiting-list/queries";
import { LeaveWaitingListForm } from "./waiting-list-forms";

/** An event that the viewer waits for, in *My tickets*. */
export function WaitedEventRow({ waited, leave }: { waited: WaitedEvent; leave: FormAction }) {
  const { event, until } = waited;
  const nameId = `waiting-${event.id}`;
  return (
    <EventLine
      event={event}
      href={`/events/${event.id}`}
      heading="h3"
      above={<Badge>On the waiting list</Badge>}
      aside={
        <div className="relative">
          <span id={nameId} className="sr-only">
            {event.name}
          </span>
          <LeaveWaitingListForm action={leave} eventId={event.id} describedBy={nameId} small />
        </div>
      }
    >
      <p>
        <time dateTime={event.startsAt.toISOString()}>
          {formatWhen(event.startsAt, event.endsAt, event.timeZone)}
        </time>
      </p>
      <p>{event.location}</p>
      <p>You wait until {formatStamp(until, event.timeZone)}.</p>
    </EventLine>
  );
}
