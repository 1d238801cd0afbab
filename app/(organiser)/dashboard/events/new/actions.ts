"use server";

import { defineAction } from "@/lib/actions/define-action";
import { mayCreateEvents } from "@/lib/events/access";
import { createEvent as create } from "@/lib/events/commands/create-event";
import { saveDraft } from "@/lib/events/commands/save-draft";
import { defaultHost } from "@/lib/events/default-host";
import { newEventForm } from "@/lib/events/input";
import { decide, done } from "@/lib/outcome/outcome";
import { takePicture } from "../take-picture";

/** Also for the form of a draft. */
export const createEvent = defineAction({
  who: "signed-in",
  input: newEventForm,
  takeFiles: async (form, context) => (mayCreateEvents(context.viewer) ? takePicture(form, context) : {}),
  run: async (sent, { viewer, now }) => {
    if (sent.intent === "preview") return done(undefined);
    if (sent.intent === "draft") {
      const outcome = await decide((tx) => saveDraft(tx, { owner: viewer, ...sent, now }));
      return outcome.ok ? done(`/dashboard/events/${outcome.value}/edit?done=draft`) : outcome;
    }
    const { draftId, revision, formId, ...typed } = sent;
    const event = { ...typed, host: typed.host || defaultHost(viewer) };
    const draft = { draftId, revision, formId };
    const outcome = await decide((tx) => create(tx, { actor: viewer, event, draft, now }));
    return outcome.ok ? done(`/dashboard/events/${outcome.value}?done=created`) : outcome;
  },
});
