import type { Metadata } from "next";
import { TicketRow } from "@/components/tickets/ticket-row";
import { ButtonLink } from "@/components/ui/button-link";
import { CursorPager } from "@/components/ui/cursor-pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { ticketListInput } from "@/lib/tickets/input";
import { type HeldTicket, listTickets } from "@/lib/tickets/queries";

export const metadata: Metadata = { title: "My tickets" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TicketsPage({ searchParams }: Props) {
  const viewer = await requireViewer("/tickets");
  const after = ticketListInput.parse(await searchParams);
  // Later pages of one list show only that list.
  const nothing = { tickets: [], next: null };
  const upcoming = after.past ? nothing : await listTickets(viewer.id, "upcoming", after.upcoming, now());
  const past = after.upcoming ? nothing : await listTickets(viewer.id, "past", after.past, now());
  const latest = past.tickets.toSorted((a, b) => b.event.startsAt.getTime() - a.event.startsAt.getTime());
  const none = upcoming.tickets.length + past.tickets.length === 0 && !after.upcoming && !after.past;
  return (
    <>
      <PageHeading title="My tickets" />
      {none && (
        <EmptyState title="You have no tickets yet">
          <p className="mb-6">
            {viewer.role === "organiser"
              ? "Yours is an organiser account. Only attendee accounts can hold tickets."
              : "Find an event and request a ticket. It will appear here with its barcode."}
          </p>
          <ButtonLink href="/">See upcoming events</ButtonLink>
        </EmptyState>
      )}
      <TicketGroup title="Upcoming" tickets={upcoming.tickets} />
      <TicketPager
        label="Pages of upcoming tickets"
        group="upcoming"
        after={after.upcoming}
        next={upcoming.next}
      />
      <TicketGroup title="Past" tickets={latest.filter(({ state }) => state === "past")} />
      <TicketGroup title="Void" tickets={latest.filter(({ state }) => state !== "past")} />
      <TicketPager label="Pages of past and void tickets" group="past" after={after.past} next={past.next} />
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

type TicketPagerProps = {
  label: string;
  group: "upcoming" | "past";
  after: string | null;
  next: string | null;
};

function TicketPager({ label, group, after, next }: TicketPagerProps) {
  return (
    <div className="-mt-4 mb-10 empty:hidden">
      <CursorPager label={label} first={after && "/tickets"} next={next && `/tickets?${group}=${next}`} />
    </div>
  );
}
