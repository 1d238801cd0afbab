"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

/** A form with only a button, such as *Sign out*. */
export function ButtonForm({ action, label }: { action: FormAction; label: string }) {
  return (
    <ActionForm action={action} className="grid grid-cols-1 justify-items-start">
      <SubmitButton tone="quiet">{label}</SubmitButton>
    </ActionForm>
  );
}
