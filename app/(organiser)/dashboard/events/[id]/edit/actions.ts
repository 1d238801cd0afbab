"use server";

import { defineAction } from "@/lib/actions/define-action";
import { editEvent as edit } from "@/lib/events/commands/edit-event";
import { editEventInput } from "@/lib/events/input";
import { decide, done } from "@/lib/outcome/outcome";

export const editEvent = defineAction({
  who: "signed-in",
  input: editEventInput,
  run: async ({ eventId, version, ...changes }, { viewer, now }) => {
    const outcome = await decide((tx) => edit(tx, { actor: viewer, eventId, version, edit: changes, now }), {
      idempotent: true,
    });
    return outcome.ok ? done(`/dashboard/events/${outcome.value}`) : outcome;
  },
});
