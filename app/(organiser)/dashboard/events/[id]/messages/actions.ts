"use server";

import { defineAction } from "@/lib/actions/define-action";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import { sendMessage as send } from "@/lib/messages/commands/send-message";
import { messageForm } from "@/lib/messages/input";
import { precheckMessage } from "@/lib/messages/queries";
import { decide, done } from "@/lib/outcome/outcome";

export const sendMessage = defineAction({
  who: "signed-in",
  input: messageForm,
  run: async ({ intent, eventId, ...message }, { viewer, now }) => {
    if (intent === "preview") {
      const checked = await precheckMessage({ actor: viewer, eventId, audience: message.audience, now });
      return checked.ok ? done(undefined) : checked;
    }
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        send(tx, { actor: viewer, eventId: event.id, message, now }),
      ),
      { idempotent: true },
    );
    return outcome.ok ? done(`/dashboard/events/${eventId}/messages?done=sent`) : outcome;
  },
});
