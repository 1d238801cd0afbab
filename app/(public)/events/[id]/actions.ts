"use server";

import { defineAction } from "@/lib/actions/define-action";
import { decide, done, refuse } from "@/lib/outcome";
import { mayHoldTickets } from "@/lib/tickets/access";
import { requestTicket as request } from "@/lib/tickets/commands/request-ticket";
import { requestTicketInput } from "@/lib/tickets/input";
import { foreseeRequest } from "@/lib/tickets/queries";
import { requestLimit } from "@/lib/tickets/request-limit";

export const requestTicket = defineAction({
  who: "signed-in",
  input: requestTicketInput,
  publicPage: ({ eventId }) => `/events/${encodeURIComponent(eventId)}`,
  run: async ({ eventId }, { viewer, now }) => {
    if (!requestLimit.take(viewer.id, now)) return refuse("limited");
    if (!mayHoldTickets(viewer)) return refuse("attendees-only");
    const outcome =
      (await foreseeRequest(eventId, viewer.id, now)) ??
      (await decide((tx) => request(tx, { holder: viewer, eventId, now })));
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});
