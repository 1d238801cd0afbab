import type { Metadata } from "next";
import { cache } from "react";
import { DeleteDraftForm } from "@/components/dashboard/delete-draft-form";
import { EditEventForm, NewEventForm } from "@/components/dashboard/event-form";
import { EventWhen } from "@/components/events/event-when";
import { NotFound } from "@/components/shell/not-found";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DoneToast } from "@/components/ui/done-toast";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { defaultHost } from "@/lib/events/default-host";
import { draftName } from "@/lib/events/draft-name";
import { editVersion } from "@/lib/events/edit-version";
import { type Draft, findDraft } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { choicesFor, formOfDraft } from "../../form-values";
import { findManaged } from "../../managed-event";
import { createEvent } from "../../new/actions";
import { deleteDraft, editEvent } from "./actions";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ done?: unknown }> };

const doneTexts = new Map([["draft", "Draft saved."]]);

/** Cached, because the page and its metadata both need it. */
const findEdited = cache(async (id: string) => {
  const { viewer, event } = await findManaged(id, "/edit");
  return { viewer, event, draft: event ? null : await findDraft(id, viewer.id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { event, draft } = await findEdited((await params).id);
  if (draft) return { title: draftName(draft.fields.name) };
  return { title: event ? `Edit ${event.name}` : "Not found" };
}

export default async function EditEventPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { viewer, event, draft } = await findEdited(id);
  if (draft) {
    return (
      <>
        <DoneToast texts={doneTexts} done={(await searchParams).done} />
        <EditDraft draft={draft} viewer={viewer} />
      </>
    );
  }
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const { startsAt, endsAt, durationMinutes, timeZone } = event;
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
    <div className="max-lg:mx-auto max-lg:max-w-reading">
      <PageHeading
        title="Edit event"
        actions={
          <ButtonLink href={`/dashboard/events/${id}`} tone="quiet">
            Back
          </ButtonLink>
        }
      />
      {event.state === "upcoming" ? (
        <EditEventForm
          action={editEvent}
          eventId={id}
          values={values}
          least={Math.max(1, event.allocated)}
          schedule={{ startsAt, endsAt, durationMinutes, timeZone }}
        >
          <Card className="grid gap-4">
            <EventWhen event={event} />
            <p className="text-sm text-muted">
              Date and time are fixed. If they are wrong, duplicate the event and cancel this one.
            </p>
          </Card>
        </EditEventForm>
      ) : (
        <Notice>An event can be edited until it starts, unless it is cancelled.</Notice>
      )}
    </div>
  );
}

type EditDraftProps = { draft: Draft; viewer: { name: string } };

function EditDraft({ draft, viewer }: EditDraftProps) {
  const values = formOfDraft(draft);
  return (
    <div className="max-lg:mx-auto max-lg:max-w-reading">
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
        <NewEventForm
          action={createEvent}
          values={values}
          defaultHost={defaultHost(viewer)}
          {...choicesFor(values, now())}
        />
        <div className="max-w-reading">
          <DeleteDraftForm action={deleteDraft} draftId={draft.id} />
        </div>
      </div>
    </div>
  );
}
