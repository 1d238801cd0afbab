"use server";

import { defineAction } from "@/lib/actions/define-action";
import { decide, done } from "@/lib/outcome/outcome";
import { cancelTicket as cancel } from "@/lib/tickets/commands/cancel-ticket";
import { withOwnTicket } from "@/lib/tickets/commands/with-own-ticket";
import { cancelTicketInput } from "@/lib/tickets/input";

export const cancelTicket = defineAction({
  who: "signed-in",
  input: cancelTicketInput,
  run: async ({ ticketId }, { viewer, now }) => {
    const outcome = await decide(
      withOwnTicket(ticketId, viewer, (tx, ticket) => cancel(tx, { holder: viewer, ticket, now })),
      { idempotent: true },
    );
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});
