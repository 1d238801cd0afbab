"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { EmailField } from "./account-fields";
import { NextField } from "./next-field";
import { tooManyEmails } from "./refusals";

const refusals = { limited: tooManyEmails };

type ResendFormProps = { action: FormAction; email: string | null; next: string | null };

export function ResendForm({ action, email, next }: ResendFormProps) {
  return (
    <ActionForm action={action} refusals={refusals} values={email ? { email } : {}}>
      <EmailField />
      <NextField next={next} />
      <SubmitButton tone="quiet">Send the mail again</SubmitButton>
    </ActionForm>
  );
}
