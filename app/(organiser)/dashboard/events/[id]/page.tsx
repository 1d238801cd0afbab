import { redirect } from "next/navigation";
import { AttendeeList } from "@/components/dashboard/attendee-list";
import { CancelEventForm } from "@/components/dashboard/cancel-event-form";
import { DeadMails } from "@/components/dashboard/dead-mails";
import { EventSections } from "@/components/dashboard/event-sections";
import { EventStateBadge } from "@/components/dashboard/event-state-badge";
import { AddOrganiserForm, RemoveOrganiserForm } from "@/components/dashboard/organiser-forms";
import { SpacesMeter } from "@/components/dashboard/spaces-meter";
import { WaitingList } from "@/components/dashboard/waiting-list";
import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { DoneToast } from "@/components/ui/done-toast";
import { ListRow } from "@/components/ui/list-row";
import { PageHeading } from "@/components/ui/page-heading";
import { Section } from "@/components/ui/section";
import { mayCreateEvents } from "@/lib/events/access";
import { findDraft, type ManagedEvent } from "@/lib/events/queries";
import { listExcluded } from "@/lib/exclusions/queries";
import { listDeadMails } from "@/lib/mail/queries";
import { listOrganisers } from "@/lib/organisers/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { attendeeListInput, takingBackInput } from "@/lib/tickets/input";
import { listAttendees } from "@/lib/tickets/queries";
import { waitingListInput } from "@/lib/waiting-list/input";
import { listWaitingAttendees } from "@/lib/waiting-list/queries";
import { findManaged, managedMetadata } from "../managed-event";
import {
  addOrganiser,
  allowAgain,
  cancelEvent,
  makeOrganiser,
  removeFromWaitingList,
  removeOrganiser,
  resendMail,
  takeBackTicket,
} from "./actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const doneTexts = new Map([
  ["created", "Event created. It is on the public list now."],
  ["changed", "Changes saved."],
  ["cancelled", "Event cancelled. Everybody who has a ticket or waits for one gets an email."],
  ["organiser", "Organiser added. They get an email."],
  [
    "removed",
    "Organiser removed. They get an email, and the door passes that they made are withdrawn. They may know the links of other passes: withdraw those too if they must not use them.",
  ],
  ["taken-back", "Ticket taken back. They get an email with the reason."],
  ["allowed", "They can request a ticket again."],
  ["waiting", "Removed from the waiting list. They get an email."],
  ["mail", "The email is sent again in a moment."],
]);

export const generateMetadata = managedMetadata("", (event) => `Manage ${event.name}`);

export default async function ManageEventPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { viewer, event } = await findManaged(id, "");
  if (!event) {
    if (await findDraft(id, viewer.id)) redirect(`/dashboard/events/${id}/edit`);
    setStatus(404);
    return <NotFound />;
  }
  const search = await searchParams;
  const list = attendeeListInput.parse(search);
  const afterWaiting = waitingListInput.parse(search).waiting;
  const [{ attendees, next }, excluded, waitingList, organisers, deadMails] = await Promise.all([
    listAttendees(event.id, list),
    listExcluded(event.id),
    listWaitingAttendees(event.id, afterWaiting, now()),
    listOrganisers(event.id),
    listDeadMails(event.id),
  ]);
  const isOpen = event.state === "upcoming" || event.state === "started";
  return (
    <>
      <DoneToast texts={doneTexts} done={search.done} />
      <PageHeading
        title={event.name}
        actions={<EventLinks event={event} mayDuplicate={mayCreateEvents(viewer)} />}
      >
        <span className="flex flex-wrap gap-2">
          <EventStateBadge state={event.state} />
          <AvailabilityBadge label={event.label} />
        </span>
      </PageHeading>
      <EventSections eventId={id} state={event.state} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-16 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section
          id="overview"
          aria-label="Overview"
          className="grid grid-cols-1 scroll-mt-6 gap-5 lg:order-last lg:border-l lg:border-hair lg:pl-8"
        >
          <SpacesMeter event={event} />
          <EventWhen event={event} />
          <p className="font-display wrap-anywhere">{event.location}</p>
          {event.cancelReason && (
            <p className="wrap-anywhere whitespace-pre-line">Reason: {event.cancelReason}</p>
          )}
        </section>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
          {deadMails.length > 0 && (
            <Section title="Undelivered emails" id="undelivered" className="rounded-stub bg-raised p-5">
              <DeadMails action={resendMail} eventId={id} list={list} mails={deadMails} />
            </Section>
          )}
          <Section title="Attendees" id="attendees">
            <AttendeeList
              eventId={id}
              timeZone={event.timeZone}
              attendees={attendees}
              list={list}
              next={next}
              isCancelled={event.state === "cancelled"}
              excluded={excluded}
              promote={makeOrganiser}
              demote={removeOrganiser}
              takeBack={isOpen ? takeBackTicket : undefined}
              takingBack={takingBackInput.parse(search)["take-back"]}
              allow={allowAgain}
            />
          </Section>
          {event.state === "upcoming" && (
            <Section title="Waiting list" id="waiting-list">
              <WaitingList
                eventId={id}
                timeZone={event.timeZone}
                {...waitingList}
                after={afterWaiting}
                remove={removeFromWaitingList}
              />
            </Section>
          )}
          <Section title="Organisers" id="organisers">
            <ul className="mb-5 divide-y divide-hair">
              {organisers.map((organiser) => (
                <ListRow
                  key={organiser.userId}
                  title={
                    <>
                      {organiser.name} {organiser.isCreator && <Badge>Creator</Badge>}
                    </>
                  }
                  detail={organiser.email}
                >
                  {!organiser.isCreator && (
                    <RemoveOrganiserForm
                      action={removeOrganiser}
                      eventId={id}
                      list={list}
                      userId={organiser.userId}
                      name={organiser.name}
                    />
                  )}
                </ListRow>
              ))}
            </ul>
            <AddOrganiserForm action={addOrganiser} eventId={id} list={list} />
          </Section>
          {isOpen && (
            <Section title="Settings" id="settings">
              <CancelEventForm action={cancelEvent} eventId={id} />
            </Section>
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
