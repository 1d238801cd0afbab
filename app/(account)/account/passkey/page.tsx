import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CreatePasskeyForm } from "@/components/accounts/create-passkey-form";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { TextLink } from "@/components/accounts/text-link";
import { requireViewer } from "@/lib/auth/viewer";
import { creationOptions } from "@/lib/passkeys/ceremony";
import { listPasskeys } from "@/lib/passkeys/queries";
import { relyingParty } from "@/lib/passkeys/relying-party";
import { now } from "@/lib/runtime/clock";
import { currentRequest } from "@/lib/runtime/request-context";
import { addPasskey } from "./actions";
import { readNewPasskey } from "./new-passkey";

export const metadata: Metadata = { title: "Add a passkey" };

export default async function PasskeyPage() {
  const viewer = await requireViewer("/account");
  const started = await readNewPasskey(viewer, now());
  const site = relyingParty();
  // An answer to the form says itself that it took too long.
  if (!site || (!started && !currentRequest()?.action)) redirect("/account");
  const known = await listPasskeys(viewer.id);
  const options = started && (await creationOptions(site, started.challenge, viewer, known));
  return (
    <NarrowPage
      title="Add a passkey"
      lead={started && <span className="wrap-anywhere">{started.name}</span>}
      below={
        <p>
          <TextLink href="/account">Back to your account</TextLink>
        </p>
      }
    >
      {started && <p>Your browser will ask where to store the passkey, and for your PIN, finger or face.</p>}
      <CreatePasskeyForm action={addPasskey} options={options} />
    </NarrowPage>
  );
}
