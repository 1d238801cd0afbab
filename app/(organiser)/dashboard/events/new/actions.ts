"use server";

import { defineAction } from "@/lib/actions/define-action";
import { mayCreateEvents } from "@/lib/events/access";
import { createEvent as create } from "@/lib/events/commands/create-event";
import { defaultHost } from "@/lib/events/default-host";
import { newEventForm } from "@/lib/events/input";
import { decide, done } from "@/lib/outcome/outcome";
import { takePicture } from "../take-picture";

export const createEvent = defineAction({
  who: "signed-in",
  input: newEventForm,
  takeFiles: async (form, context) => (mayCreateEvents(context.viewer) ? takePicture(form, context) : {}),
  run: async (sent, { viewer, now }) => {
    if (sent.intent === "preview") return done(undefined);
    const event = { ...sent, host: sent.host || defaultHost(viewer) };
    const outcome = await decide((tx) => create(tx, { actor: viewer, event, now }));
    return outcome.ok ? done(`/dashboard/events/${outcome.value}`) : outcome;
  },
});
