"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { textButtonLook } from "@/components/ui/button-look";
import type { FormAction } from "@/lib/actions/form-state";
import { attendeeListAddress } from "@/lib/tickets/attendee-list";
import { ListFields, type ListState } from "./list-fields";
import { type OfUser, UserForm } from "./organiser-forms";

const refusals: Record<string, Wording> = {
  ended: { text: "This event has ended or was cancelled, so its tickets stay as they are." },
  "checked-in": { text: "This ticket was checked in. Undo that at the door first." },
};

type TakeBackFormProps = {
  action: FormAction;
  eventId: string;
  list: ListState;
  ticketId: string;
  name: string;
};

/**
 * Takes a ticket back from its holder: the second step, with the reason. The first is a button of the attendee list
 * that leads to it, so that the list does not hold a form and a field for each of its people.
 */
export function TakeBackForm({ action, eventId, list, ticketId, name }: TakeBackFormProps) {
  return (
    <ActionForm
      action={action}
      refusals={refusals}
      className="grid max-w-reading gap-4 rounded-button border border-bad bg-surface p-4"
    >
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="ticketId" value={ticketId} />
      <ListFields list={list} />
      <p className="text-sm">
        The ticket of {name} becomes void, and the first on the waiting list gets the space. They cannot
        request another one unless you allow it.
      </p>
      <TextField
        name="reason"
        label="Reason"
        hint="They are emailed it."
        required
        autoFocus
        maxLength={500}
        autoComplete="off"
        missing="Say why, as they are emailed it."
      />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton tone="danger" small>
          Yes, take it back
        </SubmitButton>
        <a href={attendeeListAddress(eventId, list, { hash: "#attendees" })} className={textButtonLook}>
          Keep it
        </a>
      </div>
    </ActionForm>
  );
}

/** Lets somebody whose ticket was taken back request another one. */
export function AllowAgainForm(props: OfUser) {
  const id = `allow-${props.userId}`;
  return (
    <UserForm {...props} id={id}>
      <SubmitButton tone="quiet" small describedBy={id}>
        Allow a new ticket
      </SubmitButton>
    </UserForm>
  );
}
