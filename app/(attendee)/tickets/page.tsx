import type { Metadata } from "next";
import { TicketRow } from "@/components/tickets/ticket-row";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type HeldTicket, listTickets } from "@/lib/tickets/queries";

export const metadata: Metadata = { title: "My tickets" };

export default async function TicketsPage() {
  const viewer = await requireViewer("/tickets");
  const tickets = await listTickets(viewer.id, now());
  const upcoming = tickets
    .filter((ticket) => ticket.state === "upcoming" || ticket.state === "started")
    .reverse();
  const past = tickets.filter((ticket) => ticket.state === "past");
  const dead = tickets.filter(
    (ticket) => ticket.state === "cancelled-by-holder" || ticket.state === "event-cancelled",
  );
  return (
    <>
      <PageHeading title="My tickets" />
      {tickets.length === 0 && (
        <EmptyState title="You have no tickets yet">
          <p className="mb-6">
            {viewer.class === "organiser"
              ? "Tickets are for attendee accounts, and yours is an organiser account."
              : "Find an event and press Request ticket: it appears here with its barcode."}
          </p>
          <ButtonLink href="/">See upcoming events</ButtonLink>
        </EmptyState>
      )}
      <TicketGroup title="Upcoming" tickets={upcoming} />
      <TicketGroup title="Past" tickets={past} />
      <TicketGroup title="Void" tickets={dead} />
    </>
  );
}

function TicketGroup({ title, tickets }: { title: string; tickets: HeldTicket[] }) {
  if (tickets.length === 0) return null;
  return (
    <section className="mb-10">
      <h2 className="mb-3 text-xl font-semibold">{title}</h2>
      <ul className="grid gap-3">
        {tickets.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} />
        ))}
      </ul>
    </section>
  );
}
