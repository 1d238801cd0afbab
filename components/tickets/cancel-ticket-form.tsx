"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, Wording> = {
  "checked-in": { text: "This ticket was checked in at the door, so it can no longer be cancelled." },
  started: { text: "The event has started. Tickets can no longer be cancelled." },
};

export function CancelTicketForm({ action, ticketId }: { action: FormAction; ticketId: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="hidden" name="ticketId" value={ticketId} />
      <Confirm label="Cancel ticket">
        <p>
          Your space becomes available to others immediately, and this ticket’s code will never work again.
          You can request a new ticket while there is space.
        </p>
        <div>
          <SubmitButton tone="danger">Yes, cancel it</SubmitButton>
        </div>
      </Confirm>
    </ActionForm>
  );
}
