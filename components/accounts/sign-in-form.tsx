"use client";

import { useActionState, useId } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { useFormContext } from "@/components/forms/form-context";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import { useRedirect } from "@/components/forms/use-redirect";
import { buttonLook } from "@/components/ui/button-look";
import { Notice } from "@/components/ui/notice";
import { type FormAction, initialFormState } from "@/lib/actions/form-state";
import { EmailField } from "./account-fields";
import { NextField } from "./next-field";

type SignInFormProps = {
  action: FormAction;
  /** Mails the confirmation again, after the right password of an unverified address. */
  sendAgain: FormAction;
  next: string | null;
};

export function SignInForm({ action, sendAgain, next }: SignInFormProps) {
  const resendId = useId();
  const [resent, resend] = useActionState(sendAgain, initialFormState());
  useRedirect(resent);
  const refusals = {
    "wrong-password": {
      text: "Incorrect email or password.",
    },
    unverified: { text: <UnverifiedAddress resendId={resendId} next={next} /> },
    limited: limitedFor("Too many failed attempts.", "If you set a new password, you need not wait."),
  };
  return (
    <div>
      <ActionForm action={action} refusals={refusals}>
        <EmailField />
        <TextField
          name="password"
          label="Password"
          missing="Enter your password."
          type="password"
          autoComplete="current-password"
          required
        />
        <NextField next={next} />
        <SubmitButton>Sign in</SubmitButton>
      </ActionForm>
      {/* Forms cannot nest, so the notice above uses this one by its id. */}
      <form id={resendId} action={resend}>
        {resent.refusal && <Notice tone="bad">The email could not be sent. Try again in a moment.</Notice>}
      </form>
    </div>
  );
}

function UnverifiedAddress({ resendId, next }: { resendId: string; next: string | null }) {
  const { state } = useFormContext();
  return (
    <>
      <p className="mb-3">Your email address is not confirmed yet. Open the link in the email we sent you.</p>
      <input type="hidden" name="email" form={resendId} value={state.values.email ?? ""} />
      {next && <input type="hidden" name="next" form={resendId} value={next} />}
      <button type="submit" form={resendId} className={buttonLook("quiet", true)}>
        Send the mail again
      </button>
    </>
  );
}
