import { DateLeaf } from "@/components/events/date-leaf";
import type { HeldTicket } from "@/lib/tickets/queries";
import { formatEventTime } from "@/lib/time/format";
import { TicketStateBadge } from "./ticket-state-badge";

/** One ticket of *My tickets*. */
export function TicketRow({ ticket }: { ticket: HeldTicket }) {
  const { event } = ticket;
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <li className="relative flex gap-4 rounded-card border border-line bg-surface p-4 hover:border-brand sm:p-5">
      <DateLeaf at={event.startsAt} timeZone={event.timeZone} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <h3 className="text-lg leading-snug font-semibold wrap-anywhere">
            <a href={`/tickets/${ticket.id}`} className="before:absolute before:inset-0 before:rounded-card">
              {event.name}
            </a>
          </h3>
          <TicketStateBadge state={ticket.state} />
        </div>
        <p className="mt-1 text-muted">
          {when.date}, {when.time} {when.zone}
        </p>
        <p className="text-muted wrap-anywhere">{event.location}</p>
      </div>
    </li>
  );
}
