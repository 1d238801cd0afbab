import type { Metadata } from "next";
import { EventCard } from "@/components/dashboard/event-card";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { mayCreateEvents } from "@/lib/events/access";
import { listManagedEvents, type ManagedEvent } from "@/lib/organisers/queries";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const viewer = await requireViewer("/dashboard");
  const events = await listManagedEvents(viewer.id, now());
  const ahead = events.filter((event) => event.state === "upcoming" || event.state === "started");
  const over = events.filter((event) => event.state === "ended" || event.state === "cancelled");
  const mayCreate = mayCreateEvents(viewer);
  const create = mayCreate && <ButtonLink href="/dashboard/events/new">New event</ButtonLink>;
  return (
    <>
      <PageHeading title="Dashboard" actions={events.length > 0 && create}>
        The events you organise.
      </PageHeading>
      {events.length === 0 && (
        <EmptyState title="You organise no events">
          {mayCreate ? (
            <>
              <p className="mb-6">Create your first one: it is on the public list at once.</p>
              {create}
            </>
          ) : (
            <>
              <p className="mb-6">
                Yours is an attendee account. When the organisers of an event add you to it, the event appears
                here; to create events of your own, register as an organiser with another address.
              </p>
              <ButtonLink href="/tickets">See my tickets</ButtonLink>
            </>
          )}
        </EmptyState>
      )}
      <EventGroup title="Upcoming" events={ahead} />
      <EventGroup title="Over" events={over} />
    </>
  );
}

function EventGroup({ title, events }: { title: string; events: ManagedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section className="mb-10">
      <h2 className="mb-3 text-xl font-semibold">{title}</h2>
      <ul className="grid gap-3">
        {events.map((event) => (
          <EventCard key={event.id} event={event} />
        ))}
      </ul>
    </section>
  );
}
