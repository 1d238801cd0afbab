"use client";

import { ActionForm } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";

export function DeleteDraftForm({ action, draftId }: { action: FormAction; draftId: string }) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="draftId" value={draftId} />
      <Confirm label="Delete draft">
        <p>The draft and its picture are gone for good.</p>
        <div>
          <SubmitButton tone="danger">Yes, delete this draft</SubmitButton>
        </div>
      </Confirm>
    </ActionForm>
  );
}
