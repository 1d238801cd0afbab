"use server";

import { defineAction } from "@/lib/actions/define-action";
import { deleteDraft as remove } from "@/lib/events/commands/delete-draft";
import { editEvent as edit } from "@/lib/events/commands/edit-event";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import { deleteDraftInput, editEventForm } from "@/lib/events/input";
import { findEventFor } from "@/lib/events/queries";
import { rowId } from "@/lib/input/text-input";
import { decide, done } from "@/lib/outcome/outcome";
import { takePicture } from "../../take-picture";

export const editEvent = defineAction({
  who: "signed-in",
  input: editEventForm,
  takeFiles: async (form, context) => {
    const event = await findEventFor(rowId.parse(form.get("eventId")), context.viewer.id, context.now);
    return event ? takePicture(form, context) : {};
  },
  run: async (sent, { viewer, now }) => {
    if (sent.intent === "preview") return done(undefined);
    const { eventId, version, ...changes } = sent;
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        edit(tx, { actor: viewer, eventId: event.id, version, edit: changes, now }),
      ),
      { idempotent: true },
    );
    return outcome.ok ? done(`/dashboard/events/${outcome.value}?done=changed`) : outcome;
  },
});

export const deleteDraft = defineAction({
  who: "signed-in",
  input: deleteDraftInput,
  run: async ({ draftId }, { viewer }) => {
    const outcome = await decide((tx) => remove(tx, { owner: viewer, draftId }));
    return outcome.ok ? done("/dashboard?done=draft-deleted") : outcome;
  },
});
