"use client";

import { ActionForm } from "@/components/forms/action-form";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NewPasswordField } from "./account-fields";
import { easyPassword } from "./refusals";
import { TextLink } from "./text-link";

const refusals = {
  "easy-password": easyPassword("password"),
  limited: limitedFor("Too many attempts. Your password was not changed."),
  "link-void": {
    text: (
      <>
        This link no longer works. Your password was not changed.{" "}
        <TextLink href="/forgot-password">Request a new link</TextLink>
      </>
    ),
  },
};

type ResetPasswordFormProps = {
  action: FormAction;
  token: string;
  /** For password managers. */
  email: string;
};

export function ResetPasswordForm({ action, token, email }: ResetPasswordFormProps) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="hidden" name="token" value={token} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField name="password" label="New password" />
      <SubmitButton>Set new password</SubmitButton>
    </ActionForm>
  );
}
