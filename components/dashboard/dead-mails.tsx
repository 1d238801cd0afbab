"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import type { MailKind } from "@/lib/mail/messages";
import { ListFields, type ListState } from "./list-fields";

type DeadMail = { id: string; recipient: string; kind: MailKind; lastError: string | null };

const titles: Partial<Record<MailKind, string>> = {
  ticket: "Ticket",
  "ticket-cancelled": "Ticket cancelled",
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
    <ul className="grid grid-cols-1 gap-4">
      {mails.map((mail) => (
        <li key={mail.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <div className="min-w-0">
            <p className="font-display wrap-anywhere">{mail.recipient}</p>
            <p className="text-sm text-muted wrap-anywhere">
              {titles[mail.kind] ?? mail.kind}
              {mail.lastError && ` · ${mail.lastError}`}
            </p>
          </div>
          <ActionForm action={action} className="grid grid-cols-1 gap-2">
            <input type="hidden" name="eventId" value={eventId} />
            <input type="hidden" name="mailId" value={mail.id} />
            <ListFields list={list} />
            <SubmitButton tone="quiet" small>
              Send again
            </SubmitButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
