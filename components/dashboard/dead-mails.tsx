"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ListRow } from "@/components/ui/list-row";
import type { FormAction } from "@/lib/actions/form-state";
import type { EventMailKind } from "@/lib/mail/messages";
import { ListFields, type ListState } from "./list-fields";

type DeadMail = { id: string; recipient: string; kind: EventMailKind; lastError: string | null };

const titles: Record<EventMailKind, string> = {
  ticket: "Ticket",
  "ticket-from-waiting-list": "Ticket from the waiting list",
  "ticket-cancelled": "Ticket cancelled",
  "ticket-taken-back": "Ticket taken back",
  "waiting-list-joined": "Joined the waiting list",
  "waiting-list-closed": "No longer on the waiting list",
  "event-cancelled": "Event cancelled",
  "location-changed": "New location",
  reminder: "Reminder",
  message: "Message",
  "near-capacity": "Nearly full",
  full: "Full",
  promoted: "Made an organiser",
  demoted: "No longer an organiser",
};

/** Undeliverable mails about an event, with buttons to send them again. */
export function DeadMails({
  action,
  eventId,
  list,
  mails,
}: {
  action: FormAction;
  eventId: string;
  list: ListState;
  mails: DeadMail[];
}) {
  return (
    <ul className="divide-y divide-hair">
      {mails.map((mail) => (
        <ListRow
          key={mail.id}
          title={mail.recipient}
          detail={[titles[mail.kind], mail.lastError].filter(Boolean).join(" · ")}
        >
          <ActionForm action={action} className="grid grid-cols-1 gap-2">
            <input type="hidden" name="eventId" value={eventId} />
            <input type="hidden" name="mailId" value={mail.id} />
            <ListFields list={list} />
            <SubmitButton tone="quiet" small>
              Send again
            </SubmitButton>
          </ActionForm>
        </ListRow>
      ))}
    </ul>
  );
}
