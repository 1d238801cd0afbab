"use server";

import { defineAction } from "@/lib/actions/define-action";
import { withNext } from "@/lib/auth/next-path";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { requestTicket as request } from "@/lib/tickets/commands/request-ticket";
import { requestTicketInput } from "@/lib/tickets/input";
import { precheckTicketRequest } from "@/lib/tickets/queries";
import { countTicketRequest } from "@/lib/tickets/request-limit";

export const requestTicket = defineAction({
  who: "anyone",
  input: requestTicketInput,
  run: async ({ eventId }, { viewer, now }) => {
    if (!viewer) return done(withNext("/sign-in", `/events/${eventId}`));
    if (!countTicketRequest(viewer.id)) return refuse("limited");
    const wish = { holder: viewer, eventId, now };
    const outcome =
      (await precheckTicketRequest(wish)) ?? (await decide((tx) => request(tx, wish), { idempotent: true }));
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});
