"use client";

import type { ReactNode } from "react";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useViewer } from "@/components/shell/use-viewer";
import { buttonLook } from "@/components/ui/button-look";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, Wording> = {
  "attendees-only": {
    text: "Tickets are for attendee accounts, and yours is an organiser account. To attend, register as an attendee with another address.",
  },
  "not-found": { text: "This event no longer exists." },
  cancelled: { text: "This event has been cancelled." },
  started: { text: "This event has started. Tickets are no longer available." },
  full: { text: "This event is FULL. If someone cancels, their space becomes available immediately." },
};

type RequestTicketFormProps = {
  action: FormAction;
  eventId: string;
  bookable: boolean;
  /** The event's state, which a refusal replaces. */
  children?: ReactNode;
};

/**
 * Requests a ticket. It is rendered alike for everyone; once the viewer is known, it links a holder to the
 * ticket instead, and an organiser to the event's dashboard. The form exists even without its button, to show
 * a refusal without JavaScript.
 */
export function RequestTicketForm({ action, eventId, bookable, children }: RequestTicketFormProps) {
  const viewer = useViewer();
  const { ticketId, manages } = viewer?.event ?? {};
  return (
    <div className="flex flex-wrap gap-3">
      <ActionForm
        action={action}
        refusals={refusals}
        notice={children}
        className="contents [&>div]:basis-full"
      >
        <input type="hidden" name="eventId" value={eventId} />
        {!ticketId && bookable && <SubmitButton className="grow">Request ticket</SubmitButton>}
      </ActionForm>
      {ticketId && (
        <a href={`/tickets/${ticketId}`} className={`${buttonLook("brand")} grow`}>
          View your ticket
        </a>
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
