import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { AttendeeList } from "@/components/dashboard/attendee-list";
import { CancelEventForm } from "@/components/dashboard/cancel-event-form";
import { DeadMails } from "@/components/dashboard/dead-mails";
import { EventStateBadge } from "@/components/dashboard/event-state-badge";
import { AddOrganiserForm, RemoveOrganiserForm } from "@/components/dashboard/organiser-forms";
import { SpacesMeter } from "@/components/dashboard/spaces-meter";
import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { mayCreateEvents } from "@/lib/events/access";
import { findDraft, findEventFor, type ManagedEvent } from "@/lib/events/queries";
import { listDeadMails } from "@/lib/mail/queries";
import { listOrganisers } from "@/lib/organisers/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { attendeeListInput } from "@/lib/tickets/input";
import { listAttendees } from "@/lib/tickets/queries";
import { addOrganiser, cancelEvent, makeOrganiser, removeOrganiser, resendMail } from "./actions";

export const metadata: Metadata = { title: "Manage event" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ManageEventPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/events/${id}`);
  const event = await findEventFor(id, viewer.id, now());
  if (!event) {
    if (await findDraft(id, viewer.id)) redirect(`/dashboard/events/${id}/edit`);
    setStatus(404);
    return <NotFound />;
  }
  const { q, after } = attendeeListInput.parse(await searchParams);
  const [{ attendees, next }, organisers, deadMails] = await Promise.all([
    listAttendees(id, { q, after }),
    listOrganisers(id),
    listDeadMails(id),
  ]);
  return (
    <>
      <PageHeading
        title={event.name}
        actions={<EventLinks event={event} mayDuplicate={mayCreateEvents(viewer)} />}
      >
        <span className="flex flex-wrap gap-2">
          <EventStateBadge state={event.state} />
          <AvailabilityBadge label={event.label} />
        </span>
      </PageHeading>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
        <Card className="grid gap-5 lg:col-start-2">
          <SpacesMeter event={event} />
          <EventWhen event={event} />
          {event.cancelReason && (
            <p className="wrap-anywhere whitespace-pre-line">Reason: {event.cancelReason}</p>
          )}
        </Card>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          {deadMails.length > 0 && (
            <Section title="Undelivered emails">
              <DeadMails action={resendMail} eventId={id} list={{ q, after }} mails={deadMails} />
            </Section>
          )}
          <Section title="Attendees" id="attendees">
            <AttendeeList
              eventId={id}
              timeZone={event.timeZone}
              attendees={attendees}
              q={q}
              after={after}
              next={next}
              promote={makeOrganiser}
              demote={removeOrganiser}
            />
          </Section>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:col-start-2">
          <Section title="Organisers">
            <ul className="mb-5 grid gap-3">
              {organisers.map((organiser) => (
                <li
                  key={organiser.userId}
                  className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2"
                >
                  <div className="min-w-0">
                    <p className="font-medium wrap-anywhere">
                      {organiser.name} {organiser.isCreator && <Badge>Creator</Badge>}
                    </p>
                    <p className="text-sm text-muted wrap-anywhere">{organiser.email}</p>
                  </div>
                  {!organiser.isCreator && (
                    <RemoveOrganiserForm
                      action={removeOrganiser}
                      eventId={id}
                      list={{ q, after }}
                      userId={organiser.userId}
                      name={organiser.name}
                    />
                  )}
                </li>
              ))}
            </ul>
            <AddOrganiserForm action={addOrganiser} eventId={id} list={{ q, after }} />
          </Section>
          {(event.state === "upcoming" || event.state === "started") && (
            <CancelEventForm action={cancelEvent} eventId={id} />
          )}
        </div>
      </div>
    </>
  );
}

function EventLinks({ event, mayDuplicate }: { event: ManagedEvent; mayDuplicate: boolean }) {
  return (
    <>
      {event.state === "upcoming" && (
        <ButtonLink href={`/dashboard/events/${event.id}/edit`}>Edit event</ButtonLink>
      )}
      {mayDuplicate && (
        <ButtonLink href={`/dashboard/events/new?from=${event.id}`} tone="quiet">
          Duplicate event
        </ButtonLink>
      )}
      <ButtonLink href={`/events/${event.id}`} tone="quiet">
        Public page
      </ButtonLink>
    </>
  );
}

function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section id={id}>
      <Card>
        <h2 className="mb-4 text-lg font-semibold">{title}</h2>
        {children}
      </Card>
    </section>
  );
}
