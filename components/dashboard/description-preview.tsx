"use client";

import { EventDescription } from "@/components/events/event-description";
import { useFormContext } from "@/components/forms/form-context";
import { SubmitButton } from "@/components/forms/submit-button";

/** Sends the form only to show what its description will look like. */
export const PreviewButton = () => (
  <SubmitButton tone="quiet" intent="preview" formNoValidate>
    Preview
  </SubmitButton>
);

/** The description as it was when *Preview* was pressed. */
export function DescriptionPreview() {
  const { state } = useFormContext();
  const { intent, description = "" } = state.values;
  if (intent !== "preview" || state.errors.description) return null;
  return (
    <section
      aria-label="Preview"
      tabIndex={-1}
      data-form-notice
      className="grid grid-cols-1 gap-3 rounded-control border border-dashed border-hair p-5"
    >
      <p aria-hidden className="text-sm font-display text-muted">
        Preview
      </p>
      {description.trim() ? <EventDescription text={description} /> : <p>There is no description yet.</p>}
    </section>
  );
}
