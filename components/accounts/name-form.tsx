"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { NameField } from "./account-fields";

export function NameForm({ action, name }: { action: FormAction; name: string }) {
  return (
    <ActionForm action={action} values={{ name }}>
      <NameField />
      <SubmitButton className="justify-self-start">Save name</SubmitButton>
    </ActionForm>
  );
}
