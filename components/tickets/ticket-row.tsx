import { EventLine } from "@/components/events/event-line";
import type { HeldTicket } from "@/lib/tickets/queries";
import { formatWhen } from "@/lib/time/format";
import { TicketStateBadge } from "./ticket-state-badge";

/** A ticket in *My tickets*. */
export function TicketRow({ ticket }: { ticket: HeldTicket }) {
  const { startsAt, endsAt, timeZone, location } = ticket.event;
  const when = formatWhen(startsAt, endsAt, timeZone);
  return (
    <EventLine
      event={ticket.event}
      href={`/tickets/${ticket.id}`}
      heading="h3"
      above={<TicketStateBadge state={ticket.state} />}
    >
      <p>
        <time dateTime={startsAt.toISOString()}>{when}</time>
      </p>
      <p>{location}</p>
    </EventLine>
  );
}
