"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { ActionForm } from "@/components/forms/action-form";
import { limitedFor } from "@/components/forms/limited-for";
import type { FormAction } from "@/lib/actions/form-state";
import { NextField } from "./next-field";
import { PasskeyButton } from "./passkey-button";
import { usePasskeys } from "./use-passkeys";

const refusals = {
  "wrong-passkey": { text: "This passkey does not work here. Use another one, or your password." },
  stale: { text: "This took too long. Try again." },
  limited: limitedFor("Too many failed attempts."),
};

const problems = {
  NotAllowedError: "No passkey was used. Try again, or use your password.",
  SecurityError: "Passkeys do not work at this address. Use your password.",
};

/** Asks for a new challenge, and the browser for a passkey that signs it. */
async function ask() {
  const asked = await fetch("/sign-in/passkey", { method: "POST" });
  if (!asked.ok) throw new Error(`${asked.status}`);
  const optionsJSON = (await asked.json()) as PublicKeyCredentialRequestOptionsJSON;
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return startAuthentication({ optionsJSON });
}

/** Only in browsers that have passkeys; its place is kept until that is known, but not where no script runs. */
export function PasskeySignInForm({ action, next }: { action: FormAction; next: string | null }) {
  const canUse = usePasskeys();
  return (
    <div className={canUse ? "" : "invisible [@media(scripting:none)]:hidden"} aria-hidden={!canUse}>
      <ActionForm action={action} refusals={refusals}>
        <NextField next={next} />
        <PasskeyButton ask={ask} problems={problems} tone="quiet">
          Sign in with a passkey
        </PasskeyButton>
      </ActionForm>
    </div>
  );
}
