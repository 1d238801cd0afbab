"use client";

import { ActionForm } from "@/components/forms/action-form";
import { RadioField, TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { EmailField, NameField, NewPasswordField } from "./account-fields";
import { NextField } from "./next-field";
import { easyPassword } from "./refusals";

const roles = [
  { value: "attendee", label: "Attendee", hint: "Get tickets for events." },
  { value: "organiser", label: "Organiser", hint: "Create events. Needs the organiser code." },
];

const refusals = {
  "easy-password": easyPassword("password"),
  "wrong-code": {
    field: "organiserCode",
    text: "This code is incorrect. No account was created.",
  },
  limited: limitedFor("Too many attempts from your network. No account was created."),
};

export function RegisterForm({ action, next }: { action: FormAction; next: string | null }) {
  return (
    <ActionForm
      action={action}
      values={{ role: "attendee" }}
      refusals={refusals}
      className="group grid grid-cols-1 gap-5"
    >
      <NameField />
      <EmailField hint="We’ll send a link to confirm it." />
      <NewPasswordField name="password" label="Password" />
      <RadioField name="role" label="I am an" choices={roles} />
      <TextField
        name="organiserCode"
        label="Organiser code"
        hint="The 8-character code you were given."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="hidden group-has-[input[value=organiser]:checked]:grid"
      />
      <NextField next={next} />
      <SubmitButton>Create account</SubmitButton>
    </ActionForm>
  );
}
