"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NextField } from "./next-field";

type ResendFormProps = { action: FormAction; email: string | null; next: string | null };

export function ResendForm({ action, email, next }: ResendFormProps) {
  return (
    <ActionForm action={action} values={email ? { email } : {}}>
      <TextField
        name="email"
        label="Email"
        missing="Enter your email address."
        type="email"
        autoComplete="email"
        required
        maxLength={254}
      />
      <NextField next={next} />
      <SubmitButton tone="quiet">Send the mail again</SubmitButton>
    </ActionForm>
  );
}
