"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { CurrentPasswordField, NewPasswordField } from "./account-fields";
import { easyPassword, ownPasswordRefusals } from "./refusals";

const refusals = {
  ...ownPasswordRefusals,
  "easy-password": easyPassword("newPassword"),
};

export function ChangePasswordForm({ action, email }: { action: FormAction; email: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <CurrentPasswordField email={email} />
      <NewPasswordField name="newPassword" label="New password" />
      <SubmitButton className="justify-self-start">Change password</SubmitButton>
    </ActionForm>
  );
}
