"use server";

import { defineAction } from "@/lib/actions/define-action";
import { decide, done } from "@/lib/outcome/outcome";
import { cancelTicket as cancel } from "@/lib/tickets/commands/cancel-ticket";
import { cancelTicketInput } from "@/lib/tickets/input";

export const cancelTicket = defineAction({
  who: "signed-in",
  input: cancelTicketInput,
  run: async ({ ticketId }, { viewer, now }) => {
    const outcome = await decide((tx) => cancel(tx, { holder: viewer, ticketId, now }), { idempotent: true });
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});
