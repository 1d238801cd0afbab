"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { TextArea } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, Wording> = {
  ended: { text: "This event has ended and can no longer be cancelled." },
};

export function CancelEventForm({ action, eventId }: { action: FormAction; eventId: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="hidden" name="eventId" value={eventId} />
      <Confirm label="Cancel event">
        <p>
          All tickets become void, and everybody who has one or waits for one is emailed.{" "}
          <strong>This cannot be undone.</strong>
        </p>
        <TextArea
          name="reason"
          label="Reason"
          hint="Optional. Shown in the email and on the event page."
          rows={3}
          maxLength={1_000}
        />
        <div>
          <SubmitButton tone="danger">Yes, cancel this event</SubmitButton>
        </div>
      </Confirm>
    </ActionForm>
  );
}
