"use server";

import { defineAction } from "@/lib/actions/define-action";
import { withNext } from "@/lib/auth/next-path";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { requestTicket as request } from "@/lib/tickets/commands/request-ticket";
import { requestTicketInput } from "@/lib/tickets/input";
import { precheckTicketRequest } from "@/lib/tickets/queries";
import { countTicketRequest } from "@/lib/tickets/request-limit";
import { joinWaitingList as join } from "@/lib/waiting-list/commands/join-waiting-list";
import { leaveWaitingList as leave } from "@/lib/waiting-list/commands/leave-waiting-list";
import { joinWaitingListInput, leaveWaitingListInput } from "@/lib/waiting-list/input";

export const requestTicket = defineAction({
  who: "anyone",
  input: requestTicketInput,
  run: async ({ eventId }, { viewer, now }) => {
    if (!viewer) return done(withNext("/sign-in", `/events/${eventId}`));
    const seconds = countTicketRequest(viewer.id, eventId);
    if (seconds > 0) return refuse("limited", { seconds });
    const wish = { holder: viewer, eventId, now };
    const outcome =
      (await precheckTicketRequest(wish)) ?? (await decide((tx) => request(tx, wish), { idempotent: true }));
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
});

export const joinWaitingList = defineAction({
  who: "anyone",
  input: joinWaitingListInput,
  run: async ({ eventId, until }, { viewer, now }) => {
    if (!viewer) return done(withNext("/sign-in", `/events/${eventId}`));
    const seconds = countTicketRequest(viewer.id, eventId);
    if (seconds > 0) return refuse("limited", { seconds });
    const outcome = await decide((tx) => join(tx, { person: viewer, eventId, until, now }), {
      idempotent: true,
    });
    if (!outcome.ok) return outcome;
    return done(outcome.value ? `/tickets/${outcome.value}` : "/tickets?done=waiting");
  },
});

export const leaveWaitingList = defineAction({
  who: "signed-in",
  input: leaveWaitingListInput,
  run: async ({ eventId }, { viewer, now }) => {
    const outcome = await decide((tx) => leave(tx, { userId: viewer.id, eventId, now }), {
      idempotent: true,
    });
    return outcome.ok ? done("/tickets?done=left") : outcome;
  },
});
