"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NextField } from "./next-field";

export function ForgotPasswordForm({ action, next }: { action: FormAction; next: string | null }) {
  return (
    <ActionForm action={action}>
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
      <SubmitButton>Send reset link</SubmitButton>
    </ActionForm>
  );
}
