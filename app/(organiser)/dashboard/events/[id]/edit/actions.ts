"use server";

import { defineAction } from "@/lib/actions/define-action";
import { editEvent as edit } from "@/lib/events/commands/edit-event";
import { editEventForm } from "@/lib/events/input";
import { decide, done } from "@/lib/outcome/outcome";

export const editEvent = defineAction({
  who: "signed-in",
  input: editEventForm,
  run: async (sent, { viewer, now }) => {
    if (sent.intent === "preview") return done(undefined);
    const { eventId, version, ...changes } = sent;
    const outcome = await decide((tx) => edit(tx, { actor: viewer, eventId, version, edit: changes, now }), {
      idempotent: true,
    });
    return outcome.ok ? done(`/dashboard/events/${outcome.value}`) : outcome;
  },
});
