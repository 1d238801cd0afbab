"use client";

import { type ReactNode, useEffect } from "react";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import { useViewer } from "@/components/shell/use-viewer";
import { buttonLook } from "@/components/ui/button-look";
import { JoinWaitingListForm, LeaveWaitingListForm } from "@/components/waiting-list/waiting-list-forms";
import type { FormAction } from "@/lib/actions/form-state";
import type { UntilChoice } from "@/lib/waiting-list/until";

const refusals: Record<string, Wording> = {
  "attendees-only": {
    text: "Tickets are for attendee accounts, and yours is an organiser account. To attend, register as an attendee with another address.",
  },
  "not-found": { text: "This event no longer exists." },
  cancelled: { text: "This event has been cancelled." },
  started: { text: "This event has started. Tickets are no longer available." },
  excluded: {
    text: "An organiser of this event took your ticket back. Ask them if you would like to come after all.",
  },
  limited: limitedFor("You have asked for tickets very often."),
  full: { text: "This event is FULL. Reload this page to join its waiting list." },
};

/** In the session's storage: the event whose ticket a signed-out visitor requested. */
const wish = "evento.wish";

type RequestTicketFormProps = {
  action: FormAction;
  eventId: string;
  bookable: boolean;
  /** Of a full event: joining and leaving, and until when one can wait. */
  waitingList?: { join: FormAction; leave: FormAction; choices: UntilChoice[] };
  /** When the event is, above the line about the viewer. */
  children: ReactNode;
};

/**
 * Requests a ticket, or joins the waiting list of a full event. It is rendered alike for everyone; once the viewer is
 * known, it links a holder to the ticket instead, and an organiser to the event's dashboard, and lets who waits
 * leave. The form exists even without its button, to show a refusal without JavaScript.
 */
export function RequestTicketForm({
  action,
  eventId,
  bookable,
  waitingList,
  children,
}: RequestTicketFormProps) {
  const viewer = useViewer();
  const { ticketId, manages, waitingUntil } = viewer?.event ?? {};
  const mayHold = viewer?.role !== "organiser";
  useEffect(() => {
    if (sessionStorage.getItem(wish) !== eventId) return;
    sessionStorage.removeItem(wish);
    document.querySelector<HTMLElement>("#request, #join")?.focus();
  }, [eventId]);
  // Whoever has to sign in first comes back to the button.
  const remember = () => {
    if (!viewer) sessionStorage.setItem(wish, eventId);
  };
  return (
    <div onSubmit={remember} className="flex min-h-12 items-center gap-x-4 gap-y-3 max-lg:flex-wrap lg:grid">
      <div className="min-w-0 flex-1 basis-32">
        {children}
        <p className="text-sm text-muted">
          {manages && (
            <a
              href={`/dashboard/events/${eventId}`}
              className="font-display text-ink underline underline-offset-4"
            >
              Manage this event
            </a>
          )}
          {manages && waitingUntil && " · "}
          {waitingUntil
            ? `You are on the waiting list until ${waitingUntil}.`
            : !manages && (mayHold ? "Free · one ticket each" : "Tickets are for attendee accounts")}
        </p>
      </div>
      <ActionForm action={action} refusals={refusals} className="contents [&>div]:basis-full">
        <input type="hidden" name="eventId" value={eventId} />
        {!ticketId && bookable && mayHold && <SubmitButton id="request">Request ticket</SubmitButton>}
      </ActionForm>
      {waitingList &&
        !ticketId &&
        mayHold &&
        (waitingUntil ? (
          <LeaveWaitingListForm action={waitingList.leave} eventId={eventId} />
        ) : (
          <JoinWaitingListForm action={waitingList.join} eventId={eventId} choices={waitingList.choices} />
        ))}
      {ticketId && (
        <a href={`/tickets/${ticketId}`} className={buttonLook("primary")}>
          View your ticket
        </a>
      )}
    </div>
  );
}
