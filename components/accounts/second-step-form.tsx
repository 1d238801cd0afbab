"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { withNext } from "@/lib/auth/next-path";
import { CodeField } from "./account-fields";
import { NextField } from "./next-field";
import { TextLink } from "./text-link";

type SecondStepFormProps = {
  action: FormAction;
  /** What is asked for. */
  kind: "code" | "recovery-code";
  next: string | null;
};

/** The second step of signing in. */
export function SecondStepForm({ action, kind, next }: SecondStepFormProps) {
  const refusals = {
    "wrong-code":
      kind === "code"
        ? { field: "code", text: "This code is wrong, or was used already. Wait for the next one." }
        : { field: "recoveryCode", text: "This code is wrong, or was used already." },
    "codes-lost": {
      text: "Codes of your app no longer work here. Use a recovery code.",
    },
    "proof-void": {
      text: (
        <>
          This took too long, or your password has changed.{" "}
          <TextLink href={withNext("/sign-in", next)}>Sign in again</TextLink>
        </>
      ),
    },
    limited: limitedFor("Too many wrong codes.", "If you set a new password, you need not wait."),
  };
  return (
    <ActionForm action={action} refusals={refusals}>
      {kind === "code" ? (
        <CodeField />
      ) : (
        <TextField
          name="recoveryCode"
          label="Recovery code"
          missing="Enter a recovery code."
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          maxLength={200}
        />
      )}
      <NextField next={next} />
      <SubmitButton>Sign in</SubmitButton>
    </ActionForm>
  );
}
