"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { EmailField } from "./account-fields";
import { NextField } from "./next-field";
import { tooManyEmails } from "./refusals";

const refusals = { limited: tooManyEmails };

export function ForgotPasswordForm({ action, next }: { action: FormAction; next: string | null }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <EmailField />
      <NextField next={next} />
      <SubmitButton>Send reset link</SubmitButton>
    </ActionForm>
  );
}
