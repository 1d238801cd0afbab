"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useViewer } from "@/components/shell/use-viewer";
import { buttonLook } from "@/components/ui/button-look";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, Wording> = {
  "attendees-only": {
    text: "Tickets are for attendee accounts, and yours is an organiser account. To come along, register as an attendee with another address.",
  },
  "not-found": { text: "This event is not here any more." },
  cancelled: { text: "This event has been cancelled, so it has no tickets." },
  started: { text: "This event has started, so there are no more tickets." },
  full: { text: "This event is FULL. If somebody cancels, a space is free again at once, so look in again." },
};

type RequestTicketFormProps = { action: FormAction; eventId: string; bookable: boolean };

/**
 * The way to a ticket on an event's page, which is rendered alike for everyone: once it is known who
 * looks, a holder is led to the ticket instead, and an organiser of the event to its dashboard.
 */
export function RequestTicketForm({ action, eventId, bookable }: RequestTicketFormProps) {
  const viewer = useViewer();
  const ticketId = viewer?.event?.ticketId;
  return (
    <div className="grid gap-3 empty:hidden">
      {ticketId ? (
        <a href={`/tickets/${ticketId}`} className={`${buttonLook("brand")} w-full`}>
          View your ticket
        </a>
      ) : (
        bookable && (
          <ActionForm action={action} refusals={refusals} className="grid gap-3">
            <input type="hidden" name="eventId" value={eventId} />
            <SubmitButton className="w-full">Request ticket</SubmitButton>
          </ActionForm>
        )
      )}
      {viewer?.event?.manages && (
        <a href={`/dashboard/events/${eventId}`} className={`${buttonLook("quiet")} w-full`}>
          Manage this event
        </a>
      )}
    </div>
  );
}
