"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NextField } from "./next-field";
import { TextLink } from "./text-link";

const refusals = {
  "wrong-password": {
    field: "password",
    text: "This is not the password you chose when you registered.",
  },
  limited: limitedFor("Too many failed attempts."),
  "already-confirmed": {
    text: (
      <>
        This address is already confirmed. <TextLink href="/sign-in">Sign in</TextLink>
      </>
    ),
  },
  "link-void": {
    text: (
      <>
        This link no longer works. <TextLink href="/verify-email">Send the mail again</TextLink>
      </>
    ),
  },
};

type ConfirmFormProps = {
  action: FormAction;
  token: string;
  /** For password managers. */
  email: string;
  next: string | null;
};

export function ConfirmForm({ action, token, email, next }: ConfirmFormProps) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="hidden" name="token" value={token} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <TextField
        name="password"
        label="Password"
        hint="The one you chose when you registered."
        missing="Enter your password."
        type="password"
        autoComplete="current-password"
        required
      />
      <NextField next={next} />
      <SubmitButton>Confirm email address</SubmitButton>
    </ActionForm>
  );
}
