"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NewPasswordField } from "./account-fields";
import { easyPassword } from "./refusals";

const refusals = {
  "wrong-password": {
    field: "currentPassword",
    text: "This is not your current password.",
  },
  "easy-password": easyPassword("newPassword"),
  limited: limitedFor("Too many failed attempts. Your password was not changed."),
};

export function ChangePasswordForm({ action, email }: { action: FormAction; email: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <TextField
        name="currentPassword"
        label="Current password"
        missing="Enter your current password."
        type="password"
        autoComplete="current-password"
        required
      />
      <NewPasswordField name="newPassword" label="New password" />
      <SubmitButton className="justify-self-start">Change password</SubmitButton>
    </ActionForm>
  );
}
