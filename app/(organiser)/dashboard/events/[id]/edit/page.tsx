import type { Metadata } from "next";
import { EditEventForm } from "@/components/dashboard/event-form";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { editVersion } from "@/lib/events/edit-version";
import { findEventFor } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { editEvent } from "./actions";

export const metadata: Metadata = { title: "Edit event" };

export default async function EditEventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/events/${id}/edit`);
  const event = await findEventFor(id, viewer.id, now());
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const values = {
    name: event.name,
    location: event.location,
    host: event.host,
    contact: event.contact,
    pictureId: event.pictureId ?? "",
    capacity: String(event.capacity),
    description: event.description,
    version: editVersion(event),
  };
  return (
    <div className="mx-auto max-w-reading">
      <PageHeading
        title="Edit event"
        actions={
          <ButtonLink href={`/dashboard/events/${id}`} tone="quiet">
            Back
          </ButtonLink>
        }
      />
      {event.state === "upcoming" ? (
        <>
          <Card className="mb-6 grid gap-4">
            <EventWhen event={event} />
            <p className="text-sm text-muted">
              Date and time are fixed. If they are wrong, duplicate the event and cancel this one.
            </p>
          </Card>
          <EditEventForm
            action={editEvent}
            eventId={id}
            values={values}
            least={Math.max(1, event.allocated)}
          />
        </>
      ) : (
        <Notice>An event can be edited until it starts, unless it is cancelled.</Notice>
      )}
    </div>
  );
}
