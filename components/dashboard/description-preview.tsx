"use client";

import { lazy } from "react";
import { useFormContext } from "@/components/forms/form-context";
import { SubmitButton } from "@/components/forms/submit-button";

// The parser of descriptions is large, and a browser that runs scripts gets it with the preview of the whole page.
const EventDescription = lazy(async () => ({
  default: (await import("@/components/events/event-description")).EventDescription,
}));

/** Without JavaScript: sends the form only to show what its description will look like. */
export const PreviewButton = () => (
  <noscript>
    <SubmitButton tone="quiet" intent="preview" formNoValidate>
      Preview
    </SubmitButton>
  </noscript>
);

/** The description as it was when *Preview* was pressed. */
export function DescriptionPreview() {
  const { state } = useFormContext();
  const { intent, description = "" } = state.values;
  if (intent !== "preview" || state.errors.description) return null;
  return (
    <noscript>
      <section
        aria-label="Preview"
        className="grid grid-cols-1 gap-3 rounded-control border border-dashed border-hair p-5"
      >
        <p aria-hidden className="text-sm font-display text-muted">
          Preview
        </p>
        {description.trim() ? <EventDescription text={description} /> : <p>There is no description yet.</p>}
      </section>
    </noscript>
  );
}
