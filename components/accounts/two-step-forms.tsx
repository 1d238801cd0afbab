"use client";

import { ActionForm } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { CodeField, CurrentPasswordField } from "./account-fields";
import { ownPasswordRefusals } from "./refusals";

type PasswordForm = {
  action: FormAction;
  /** For password managers. */
  email: string;
};

export function StartSetUpForm({ action, email }: PasswordForm) {
  return (
    <ActionForm action={action} refusals={ownPasswordRefusals}>
      <CurrentPasswordField email={email} />
      <SubmitButton className="justify-self-start">Continue</SubmitButton>
    </ActionForm>
  );
}

export function ConfirmKeyForm({ action }: { action: FormAction }) {
  const refusals = {
    "wrong-code": {
      field: "code",
      text: "This is not the code that your app shows now. If it is, check the clock of your device.",
    },
  };
  return (
    <ActionForm action={action} refusals={refusals}>
      <CodeField />
      <SubmitButton className="justify-self-start">Turn on two-step sign-in</SubmitButton>
    </ActionForm>
  );
}

export function RenewCodesForm({ action, email }: PasswordForm) {
  return (
    <ActionForm action={action} refusals={ownPasswordRefusals}>
      <Confirm label="Get new recovery codes" tone="quiet">
        <CurrentPasswordField email={email} />
        <SubmitButton className="justify-self-start">Replace the codes</SubmitButton>
      </Confirm>
    </ActionForm>
  );
}

export function TurnOffForm({ action, email }: PasswordForm) {
  return (
    <ActionForm action={action} refusals={ownPasswordRefusals}>
      <Confirm label="Turn off two-step sign-in">
        <p>Your password alone will be enough to sign in.</p>
        <CurrentPasswordField email={email} />
        <SubmitButton tone="danger" className="justify-self-start">
          Yes, turn it off
        </SubmitButton>
      </Confirm>
    </ActionForm>
  );
}
