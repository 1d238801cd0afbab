"use server";

import { defineAction } from "@/lib/actions/define-action";
import { createEvent as create } from "@/lib/events/commands/create-event";
import { defaultHost } from "@/lib/events/default-host";
import { newEventInput } from "@/lib/events/input";
import { decide, done } from "@/lib/outcome/outcome";

export const createEvent = defineAction({
  who: "signed-in",
  input: newEventInput,
  run: async (typed, { viewer, now }) => {
    const event = { ...typed, host: typed.host || defaultHost(viewer) };
    const outcome = await decide((tx) => create(tx, { actor: viewer, event, now }));
    return outcome.ok ? done(`/dashboard/events/${outcome.value}`) : outcome;
  },
});
