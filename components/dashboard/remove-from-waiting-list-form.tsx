"use client";

import { ActionForm } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

type RemoveFromWaitingListFormProps = {
  action: FormAction;
  eventId: string;
  entryId: string;
  name: string;
};

/** Removes somebody from an event's waiting list, after a second step. */
export function RemoveFromWaitingListForm({
  action,
  eventId,
  entryId,
  name,
}: RemoveFromWaitingListFormProps) {
  const id = `waiting-${entryId}`;
  return (
    <ActionForm action={action} className="grid grid-cols-1 justify-items-start gap-2">
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="entryId" value={entryId} />
      <span id={id} className="sr-only">
        {name}
      </span>
      <Confirm label="Remove…" tone="text" describedBy={id}>
        <p className="text-sm">
          {name} no longer waits for a ticket, and is emailed. They can join the list again, at its end.
        </p>
        <div>
          <SubmitButton small describedBy={id}>
            Remove from the list
          </SubmitButton>
        </div>
      </Confirm>
    </ActionForm>
  );
}
