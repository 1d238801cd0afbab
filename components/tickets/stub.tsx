import type { ReactNode } from "react";
import { Poster } from "@/components/events/poster";
import type { HeldTicket } from "@/lib/tickets/queries";
import { formatWhen } from "@/lib/time/format";
import { TicketStateBadge } from "./ticket-state-badge";

type StubProps = {
  ticket: HeldTicket;
  /** Links the name, else to the event. */
  href?: string;
  heading: "h1" | "h2";
  /** Beside the state. */
  badge?: ReactNode;
  /** Below the perforation. */
  children: ReactNode;
};

const notch =
  "before:absolute before:-top-2.5 before:-left-2.5 before:size-5 before:rounded-full before:border before:border-hair before:bg-page after:absolute after:-top-2.5 after:-right-2.5 after:size-5 after:rounded-full after:border after:border-hair after:bg-page";

/** A ticket as printed matter: state, name, when and where above a perforation. */
export function Stub({ ticket, href, heading: Heading, badge, children }: StubProps) {
  const { event } = ticket;
  const when = formatWhen(event.startsAt, event.endsAt, event.timeZone);
  return (
    <div className="ticket rounded-stub border border-hair bg-surface print:break-inside-avoid">
      <div className="flex gap-4 p-4 sm:p-5">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <TicketStateBadge state={ticket.state} />
            {badge}
          </p>
          <Heading className="mt-2 text-xl tracking-[-0.02em] wrap-anywhere">
            <a href={href ?? `/events/${event.id}`} className="underline-offset-4 hover:underline">
              {event.name}
            </a>
          </Heading>
          <p className="mt-1 text-sm text-muted">
            <time dateTime={event.startsAt.toISOString()}>{when}</time>
          </p>
          <p className="text-sm text-muted wrap-anywhere">{event.location}</p>
        </div>
        <Poster event={event} sizes="64px" className="size-[64px] shrink-0 rounded-control" />
      </div>
      <div
        className={`relative mx-2.5 border-t-2 border-dashed border-hair ${notch} before:-ml-2.5 after:-mr-2.5`}
      />
      <div className="p-4 sm:p-5">{children}</div>
    </div>
  );
}
