"use client";

import { ActionForm, everyForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useViewer } from "@/components/shell/use-viewer";
import { buttonLook } from "@/components/ui/button-look";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, { text: string }> = {
  "attendees-only": {
    text: "Tickets are for attendee accounts, and yours is an organiser account. To come along, register as an attendee with another address.",
  },
  "not-found": { text: "This event is not here any more." },
  cancelled: { text: "This event has been cancelled, so it has no tickets." },
  started: { text: "This event has started, so there are no more tickets." },
  full: { text: "This event is FULL. If somebody cancels, a space is free again at once, so look in again." },
};

type RequestTicketFormProps = {
  action: FormAction | string;
  eventId: string;
  bookable: boolean;
  /** Why a request from this page was just refused, when the page is the answer to it. */
  refusal?: string;
};

/**
 * The way to a ticket on an event's page, which is rendered alike for everyone: once it is known who
 * looks, a holder is led to the ticket instead, and an organiser of the event to its dashboard. All of it
 * is one line of the same height, so that nothing below moves then.
 */
export function RequestTicketForm({ action, eventId, bookable, refusal }: RequestTicketFormProps) {
  const viewer = useViewer();
  const { ticketId, manages } = viewer?.event ?? {};
  return (
    <div className="flex flex-wrap gap-3">
      {refusal && !bookable && (
        <div className="basis-full">
          <Notice tone="bad">{(refusals[refusal] ?? everyForm[refusal])?.text}</Notice>
        </div>
      )}
      {ticketId && (
        <a href={`/tickets/${ticketId}`} className={`${buttonLook("brand")} grow`}>
          View your ticket
        </a>
      )}
      {!ticketId && bookable && (
        <ActionForm
          action={action}
          refusal={refusal ? { reason: refusal } : undefined}
          refusals={refusals}
          className="contents [&>[role=alert]]:basis-full"
        >
          <SubmitButton className="grow">Request ticket</SubmitButton>
        </ActionForm>
      )}
      {!ticketId && !bookable && !manages && (
        <a href="/tickets" className={`${buttonLook("quiet")} grow`}>
          My tickets
        </a>
      )}
      {manages && (
        <a
          href={`/dashboard/events/${eventId}`}
          aria-label="Manage this event"
          className={`${buttonLook("quiet")} grow`}
        >
          Manage
        </a>
      )}
    </div>
  );
}
