"use client";

import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { ActionForm } from "@/components/forms/action-form";
import type { FormAction } from "@/lib/actions/form-state";
import { PasskeyButton } from "./passkey-button";
import { TextLink } from "./text-link";
import { usePasskeys } from "./use-passkeys";

const refusals = {
  stale: {
    text: (
      <>
        This took too long, or the passkey was added already. <TextLink href="/account">Start again</TextLink>
      </>
    ),
  },
  "wrong-passkey": { text: "Your browser sent no passkey that works here. Try again." },
  "too-many": { text: "You have 20 passkeys. Remove one first." },
};

const problems = {
  InvalidStateError: "There is a passkey for your account already, where you wanted to store this one.",
  NotAllowedError: "The passkey was not created. Try again.",
};

type Options = PublicKeyCredentialCreationOptionsJSON;

type CreatePasskeyFormProps = {
  action: FormAction;
  /** For the browser; null once it took too long, as the form then says. */
  options: Options | null;
};

export function CreatePasskeyForm({ action, options }: CreatePasskeyFormProps) {
  return (
    <ActionForm action={action} refusals={refusals} className="grid grid-cols-1 justify-items-start gap-5">
      {options && <CreateButton options={options} />}
    </ActionForm>
  );
}

function CreateButton({ options }: { options: Options }) {
  const canUse = usePasskeys();
  if (!canUse) return <p className="text-muted">Passkeys need JavaScript and a browser that has them.</p>;
  const ask = async () => {
    const { startRegistration } = await import("@simplewebauthn/browser");
    return startRegistration({ optionsJSON: options });
  };
  return (
    <PasskeyButton ask={ask} problems={problems} tone="primary">
      Create the passkey
    </PasskeyButton>
  );
}
