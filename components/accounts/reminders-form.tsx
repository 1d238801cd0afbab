"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

/** Turns reminders off if they are on, and on if they are off. */
export function RemindersForm({ action, reminders }: { action: FormAction; reminders: boolean }) {
  return (
    <ActionForm action={action} className="grid grid-cols-1 justify-items-start gap-4">
      <input type="hidden" name="reminders" value={reminders ? "off" : "on"} />
      <p className="text-muted">
        {reminders
          ? "You get an email 24 hours before an event that you have a ticket for."
          : "You get no reminders of events. Emails about changes of an event and of your tickets still come."}
      </p>
      <SubmitButton tone="quiet">{reminders ? "Turn reminders off" : "Turn reminders on"}</SubmitButton>
    </ActionForm>
  );
}
