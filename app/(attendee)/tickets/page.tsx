import { ChevronDown } from "lucide-react";
import type { Metadata } from "next";
import { Countdown } from "@/components/tickets/countdown";
import { OfflineTickets, SavedNote } from "@/components/tickets/offline-tickets";
import { Stub } from "@/components/tickets/stub";
import { TicketRow } from "@/components/tickets/ticket-row";
import { ButtonLink } from "@/components/ui/button-link";
import { buttonLook } from "@/components/ui/button-look";
import { CursorPager } from "@/components/ui/cursor-pager";
import { DoneToast } from "@/components/ui/done-toast";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { WaitedEventRow } from "@/components/waiting-list/waited-event-row";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { ticketListInput } from "@/lib/tickets/input";
import { type HeldTicket, listTickets } from "@/lib/tickets/queries";
import { formatUntil } from "@/lib/time/format";
import { listWaitedEvents } from "@/lib/waiting-list/queries";
import { leaveWaitingList } from "../../(public)/events/[id]/actions";

export const metadata: Metadata = { title: "My tickets" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const doneTexts = new Map([
  ["waiting", "You are on the waiting list. If a space becomes free, you get a ticket and an email at once."],
  ["left", "You have left the waiting list."],
]);

export default async function TicketsPage({ searchParams }: Props) {
  const viewer = await requireViewer("/tickets");
  const search = await searchParams;
  const after = ticketListInput.parse(search);
  // Later pages of one list show only that list.
  const nothing = { tickets: [], next: null };
  const upcoming = after.past ? nothing : await listTickets(viewer.id, "upcoming", after.upcoming, now());
  const past = after.upcoming ? nothing : await listTickets(viewer.id, "past", after.past, now());
  const latest = past.tickets.toSorted((a, b) => b.event.startsAt.getTime() - a.event.startsAt.getTime());
  const [first, ...others] = after.upcoming ? [] : upcoming.tickets;
  const waited = after.past || after.upcoming ? [] : await listWaitedEvents(viewer.id, now());
  const later = after.upcoming ? upcoming.tickets : others;
  const none =
    upcoming.tickets.length + past.tickets.length + waited.length === 0 && !after.upcoming && !after.past;
  return (
    <>
      <DoneToast texts={doneTexts} done={search.done} />
      <PageHeading title="My tickets" />
      <SavedNote />
      {!after.upcoming && !after.past && (
        <OfflineTickets
          owner={viewer.id}
          addresses={["/tickets", ...upcoming.tickets.map(({ id }) => `/tickets/${id}`)]}
        />
      )}
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
      {first && (
        <section aria-label="Next" className="mb-8 max-w-md">
          <Stub
            ticket={first}
            href={`/tickets/${first.id}`}
            heading="h2"
            badge={
              first.state === "upcoming" && (
                <span className="text-sm text-muted">
                  <Countdown
                    startsAt={first.event.startsAt.toISOString()}
                    initial={formatUntil(first.event.startsAt, now())}
                  />
                </span>
              )
            }
          >
            <ButtonLink href={`/tickets/${first.id}`}>Show ticket</ButtonLink>
          </Stub>
        </section>
      )}
      <TicketGroup title={first ? "Later" : "Upcoming"} tickets={later} />
      <TicketPager
        label="Pages of upcoming tickets"
        group="upcoming"
        after={after.upcoming}
        next={upcoming.next}
      />
      {waited.length > 0 && (
        <section className="mb-10">
          <h2 className="mb-3 text-xl">Waiting lists</h2>
          <ul className="divide-y divide-hair border-t border-hair">
            {waited.map((entry) => (
              <WaitedEventRow key={entry.event.id} waited={entry} leave={leaveWaitingList} />
            ))}
          </ul>
        </section>
      )}
      {latest.length > 0 && (
        <details
          open={after.past !== null || upcoming.tickets.length + waited.length === 0}
          className="group"
        >
          <summary className={`${buttonLook("quiet", true)} mb-6`}>
            Past and void tickets
            <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
          </summary>
          <TicketGroup title="Past" tickets={latest.filter(({ state }) => state === "past")} />
          <TicketGroup title="Void" tickets={latest.filter(({ state }) => state !== "past")} />
          <TicketPager
            label="Pages of past and void tickets"
            group="past"
            after={after.past}
            next={past.next}
          />
        </details>
      )}
    </>
  );
}

function TicketGroup({ title, tickets }: { title: string; tickets: HeldTicket[] }) {
  if (tickets.length === 0) return null;
  return (
    <section className="mb-10">
      <h2 className="mb-3 text-xl">{title}</h2>
      <ul className="divide-y divide-hair border-t border-hair">
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
