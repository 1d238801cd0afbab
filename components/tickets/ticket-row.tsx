import { EventLine } from "@/components/events/event-line";
import type { HeldTicket } from "@/lib/tickets/queries";
import { TicketStateBadge } from "./ticket-state-badge";

/** A ticket in *My tickets*. */
export function TicketRow({ ticket }: { ticket: HeldTicket }) {
  return (
    <EventLine
      event={ticket.event}
      href={`/tickets/${ticket.id}`}
      heading="h3"
      badges={<TicketStateBadge state={ticket.state} />}
    >
      <p className="text-muted wrap-anywhere">{ticket.event.location}</p>
    </EventLine>
  );
}
