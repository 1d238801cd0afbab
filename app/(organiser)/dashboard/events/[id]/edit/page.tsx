import type { Metadata } from "next";
import { cache } from "react";
import { DeleteDraftForm } from "@/components/dashboard/delete-draft-form";
import { EditEventForm, NewEventForm } from "@/components/dashboard/event-form";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { draftName } from "@/lib/events/draft-name";
import { editVersion } from "@/lib/events/edit-version";
import { type Draft, findDraft, findEventFor } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { choicesFor, formOfDraft } from "../../form-values";
import { createEvent } from "../../new/actions";
import { deleteDraft, editEvent } from "./actions";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ saved?: unknown }> };

/** Cached, because the page and its metadata both need it. */
const findEdited = cache(async (id: string) => {
  const viewer = await requireViewer(`/dashboard/events/${id}/edit`);
  const event = await findEventFor(id, viewer.id, now());
  return { event, draft: event ? null : await findDraft(id, viewer.id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { event, draft } = await findEdited((await params).id);
  if (draft) return { title: draftName(draft.fields.name) };
  return { title: event ? `Edit ${event.name}` : "Not found" };
}

export default async function EditEventPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { event, draft } = await findEdited(id);
  if (draft) return <EditDraft draft={draft} isSaved={(await searchParams).saved === "draft"} />;
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

function EditDraft({ draft, isSaved }: { draft: Draft; isSaved: boolean }) {
  const values = formOfDraft(draft);
  return (
    <div className="mx-auto max-w-reading">
      <PageHeading
        title={draftName(draft.fields.name)}
        actions={
          <ButtonLink href="/dashboard" tone="quiet">
            Back
          </ButtonLink>
        }
      >
        A draft. Only you see it until you create the event.
      </PageHeading>
      <div className="grid gap-6">
        <NewEventForm action={createEvent} values={values} isSaved={isSaved} {...choicesFor(values, now())} />
        <DeleteDraftForm action={deleteDraft} draftId={draft.id} />
      </div>
    </div>
  );
}
