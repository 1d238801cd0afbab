"use client";

import type { ReactNode } from "react";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { ListFields, type ListState } from "./list-fields";

/** Shown beside `field`, or above a form without it. */
const refusals = (field?: string): Record<string, Wording> => ({
  "no-account": {
    field,
    text: "No attendee account uses this address. Check the spelling, or ask them to register.",
  },
  "organiser-account": {
    field,
    text: "This is an organiser account. Only attendee accounts can be added to an event.",
  },
  limited: limitedFor("Too many addresses without an attendee account."),
  creator: { text: "The creator of an event cannot be removed." },
  "only-organiser": {
    text: "Nobody else organises this event. Make somebody else an organiser of it first.",
  },
});

type OfEvent = { action: FormAction; eventId: string; list: ListState };

/** Adds an organiser by the exact address of an attendee account. */
export function AddOrganiserForm({ action, eventId, list }: OfEvent) {
  return (
    <ActionForm action={action} refusals={refusals("email")} className="grid grid-cols-1 gap-3">
      <input type="hidden" name="eventId" value={eventId} />
      <ListFields list={list} />
      <TextField
        name="email"
        label="Email"
        hint="The exact address of an attendee account. They will be able to do everything for this event that you can."
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        missing="Enter their email address."
      />
      <div>
        <SubmitButton tone="quiet">Add organiser</SubmitButton>
      </div>
    </ActionForm>
  );
}

export type OfUser = OfEvent & { userId: string; name: string };

/** Asks first, and says what it gives. */
export function MakeOrganiserForm({ action, eventId, list, userId, name }: OfUser) {
  const id = `Make-${userId}`;
  return (
    <UserForm {...{ action, eventId, list, userId, name, id }}>
      <Confirm label="Make organiser…" tone="text" describedBy={id}>
        <p className="text-sm">
          {name} will be able to do everything for this event that you can: see and change it, see who
          attends, and cancel it. They are emailed.
        </p>
        <div>
          <SubmitButton small describedBy={id}>
            Make organiser
          </SubmitButton>
        </div>
      </Confirm>
    </UserForm>
  );
}

export function RemoveOrganiserForm({ action, eventId, list, userId, name }: OfUser) {
  const id = `Remove-${userId}`;
  return (
    <UserForm {...{ action, eventId, list, userId, name, id }}>
      <SubmitButton tone="quiet" small describedBy={id}>
        Remove organiser
      </SubmitButton>
    </UserForm>
  );
}

/** A form about one person of an event, whose name is for `aria-describedby`. */
export function UserForm({
  action,
  eventId,
  list,
  userId,
  name,
  id,
  children,
}: OfUser & { id: string; children: ReactNode }) {
  return (
    <ActionForm action={action} refusals={refusals()} className="grid grid-cols-1 justify-items-start gap-2">
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="userId" value={userId} />
      <ListFields list={list} />
      <span id={id} className="sr-only">
        {name}
      </span>
      {children}
    </ActionForm>
  );
}
