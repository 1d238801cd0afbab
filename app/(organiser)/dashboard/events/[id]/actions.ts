"use server";

import { defineAction } from "@/lib/actions/define-action";
import { cancelEvent as cancel } from "@/lib/events/commands/cancel-event";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import { cancelEventInput } from "@/lib/events/input";
import { allowAgain as allow } from "@/lib/exclusions/commands/allow-again";
import { resendMail as resend } from "@/lib/mail/commands";
import { resendMailInput } from "@/lib/mail/input";
import { demoteOrganiser } from "@/lib/organisers/commands/demote";
import { promoteAttendee } from "@/lib/organisers/commands/promote";
import { promoteByAddress } from "@/lib/organisers/commands/promote-by-address";
import { addOrganiserInput, organiserInput } from "@/lib/organisers/input";
import { decide, done, record } from "@/lib/outcome/outcome";
import { attendeeListFields } from "@/lib/tickets/attendee-list";
import { takeBackTicket as takeBack } from "@/lib/tickets/commands/take-back-ticket";
import { type AttendeeListInput, attendeeListInput, takeBackInput } from "@/lib/tickets/input";
import { removeFromWaitingList as removeEntry } from "@/lib/waiting-list/commands/remove-from-waiting-list";
import { removeFromWaitingListInput } from "@/lib/waiting-list/input";

const pageOf = (eventId: string) => `/dashboard/events/${encodeURIComponent(eventId)}`;

/** The event's page with the attendee list as it was, and what was done. */
function sameListOf(eventId: string, list: AttendeeListInput, what: string) {
  const query = new URLSearchParams({ ...attendeeListFields(list), done: what });
  return `${pageOf(eventId)}?${query}`;
}

export const cancelEvent = defineAction({
  who: "signed-in",
  input: cancelEventInput,
  run: async ({ eventId, reason }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) => cancel(tx, { actor: viewer, event, reason, now })),
      { idempotent: true },
    );
    return outcome.ok ? done(`${pageOf(eventId)}?done=cancelled`) : outcome;
  },
});

export const addOrganiser = defineAction({
  who: "signed-in",
  input: addOrganiserInput.extend(attendeeListInput.shape),
  run: async ({ eventId, email, ...list }, { viewer, now }) => {
    // Commits in every case, so that a wrong address stays counted.
    const outcome = await record(
      withManagedEvent(eventId, viewer, (tx, event) =>
        promoteByAddress(tx, { actor: viewer, event, email, now }),
      ),
    );
    return outcome.ok ? done(sameListOf(eventId, list, "organiser")) : outcome;
  },
});

export const makeOrganiser = defineAction({
  who: "signed-in",
  input: organiserInput.extend(attendeeListInput.shape),
  run: async ({ eventId, userId, ...list }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        promoteAttendee(tx, { actor: viewer, event, who: { userId }, now }),
      ),
    );
    return outcome.ok ? done(sameListOf(eventId, list, "organiser")) : outcome;
  },
});

export const removeOrganiser = defineAction({
  who: "signed-in",
  input: organiserInput.extend(attendeeListInput.shape),
  run: async ({ eventId, userId, ...list }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        demoteOrganiser(tx, { actor: viewer, event, userId, now }),
      ),
    );
    if (!outcome.ok) return outcome;
    return done(userId === viewer.id ? "/dashboard?done=left" : sameListOf(eventId, list, "removed"));
  },
});

export const resendMail = defineAction({
  who: "signed-in",
  input: resendMailInput.extend(attendeeListInput.shape),
  run: async ({ eventId, mailId, ...list }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) => resend(tx, { mailId, eventId: event.id, at: now })),
    );
    return outcome.ok ? done(sameListOf(eventId, list, "mail")) : outcome;
  },
});

export const takeBackTicket = defineAction({
  who: "signed-in",
  input: takeBackInput.extend(attendeeListInput.shape),
  run: async ({ eventId, ticketId, reason, ...list }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        takeBack(tx, { actor: viewer, eventId: event.id, ticketId, reason, now }),
      ),
      { idempotent: true },
    );
    return outcome.ok ? done(sameListOf(eventId, list, "taken-back")) : outcome;
  },
});

export const allowAgain = defineAction({
  who: "signed-in",
  input: organiserInput.extend(attendeeListInput.shape),
  run: async ({ eventId, userId, ...list }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        allow(tx, { actor: viewer, eventId: event.id, userId, now }),
      ),
    );
    return outcome.ok ? done(sameListOf(eventId, list, "allowed")) : outcome;
  },
});

export const removeFromWaitingList = defineAction({
  who: "signed-in",
  input: removeFromWaitingListInput,
  run: async ({ eventId, entryId }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        removeEntry(tx, { actor: viewer, eventId: event.id, entryId, now }),
      ),
    );
    return outcome.ok ? done(`${pageOf(eventId)}?done=waiting#waiting-list`) : outcome;
  },
});
