"use client";

import { ActionForm } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import { CurrentPasswordField } from "./account-fields";
import { ownPasswordRefusals } from "./refusals";
import { usePasskeys } from "./use-passkeys";

/** One passkey, as text for display. */
export type PasskeyItem = { id: string; name: string; detail: string };

type PasskeysProps = {
  passkeys: PasskeyItem[];
  start: FormAction;
  remove: FormAction;
  /** For password managers. */
  email: string;
};

/** The passkeys of an account, and a form that adds one. */
export function Passkeys({ passkeys, start, remove, email }: PasskeysProps) {
  const canUse = usePasskeys();
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-muted">
        A passkey signs you in with the PIN, finger or face that unlocks your device, without a password or
        code.
      </p>
      {passkeys.length > 0 && (
        <ul className="divide-y divide-hair">
          {passkeys.map(({ id, name, detail }) => (
            <li key={id} className="grid grid-cols-1 gap-2 py-3 first:pt-0">
              <p id={`passkey-${id}`} className="font-display wrap-anywhere">
                {name}
              </p>
              <p className="text-sm text-muted">{detail}</p>
              <ActionForm action={remove}>
                <input type="hidden" name="passkeyId" value={id} />
                <Confirm label="Remove passkey" tone="text" describedBy={`passkey-${id}`}>
                  <p>It will no longer sign you in. Delete it on your device too.</p>
                  <SubmitButton tone="danger" className="justify-self-start">
                    Yes, remove it
                  </SubmitButton>
                </Confirm>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      {canUse ? (
        <ActionForm action={start} refusals={ownPasswordRefusals}>
          <Confirm label="Add a passkey" tone="quiet">
            <TextField
              name="passkeyName"
              label="Device"
              hint="Where the passkey is, such as My phone."
              missing="Say which device the passkey is on."
              autoComplete="off"
              required
              maxLength={60}
            />
            <CurrentPasswordField email={email} label="Your password" />
            <SubmitButton className="justify-self-start">Continue</SubmitButton>
          </Confirm>
        </ActionForm>
      ) : (
        <p className="text-muted">Adding one needs JavaScript and a browser that has passkeys.</p>
      )}
    </div>
  );
}
