"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

export function NameForm({ action, name }: { action: FormAction; name: string }) {
  return (
    <ActionForm action={action} values={{ name }}>
      <TextField
        name="name"
        label="Name"
        missing="Enter your name."
        autoComplete="name"
        required
        maxLength={100}
      />
      <SubmitButton className="justify-self-start">Save name</SubmitButton>
    </ActionForm>
  );
}
