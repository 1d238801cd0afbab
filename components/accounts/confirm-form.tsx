"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { TextLink } from "./text-link";

const refusals = {
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
        This link no longer works. Open the latest email, or{" "}
        <TextLink href="/verify-email">send it again</TextLink>.
      </>
    ),
  },
};

export function ConfirmForm({ action, token }: { action: FormAction; token: string }) {
  return (
    <ActionForm action={action} refusals={refusals}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton>Confirm email address</SubmitButton>
    </ActionForm>
  );
}
