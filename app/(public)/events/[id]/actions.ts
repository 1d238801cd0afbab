"use server";

import { defineAction } from "@/lib/actions/define-action";
import { decide, done, refuse } from "@/lib/outcome";
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
    const asked = { holder: viewer, eventId, now };
    const outcome = (await foreseeRequest(asked)) ?? (await decide((tx) => request(tx, asked)));
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});
