"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

const refusals: Record<string, Wording> = {
  "wrong-password": { field: "password", text: "This is not your password." },
  "only-organiser": {
    text: ({ events }) =>
      `Nobody else organises ${events}. Cancel what only you organise, or make somebody else an organiser of it, then delete your account.`,
  },
  limited: limitedFor("Too many failed attempts. Your account was not deleted."),
};

/** The first of the two steps is quiet; the second one needs the password. */
export function DeleteAccountForm({ action, email }: { action: FormAction; email: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <Confirm label="Delete account" tone="quiet">
        <p>
          Your tickets for upcoming events are cancelled, door passes that you made end, and you leave all
          waiting lists and the events that you help to organise. Your name and address are erased.{" "}
          <strong>This cannot be undone.</strong>
        </p>
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <TextField
          name="password"
          label="Password"
          missing="Enter your password."
          type="password"
          autoComplete="current-password"
          required
        />
        <SubmitButton tone="danger" className="justify-self-start">
          Yes, delete my account
        </SubmitButton>
      </Confirm>
    </ActionForm>
  );
}
