import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { newPasskeyCookie, readSealedCookie } from "@/app/sealed-cookie";
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

export const metadata: Metadata = { title: "Add a passkey" };

export default async function PasskeyPage() {
  const viewer = await requireViewer("/account");
  const started = await readSealedCookie(newPasskeyCookie, viewer.sessionId, now());
  const site = relyingParty();
  // An answer to the form says itself that it took too long.
  if ((!started && !currentRequest()?.action) || !site) redirect("/account");
  const { name, challenge } = JSON.parse(started ?? '{"name":"","challenge":"over"}');
  const options = await creationOptions(site, challenge, viewer, await listPasskeys(viewer.id));
  return (
    <NarrowPage
      title="Add a passkey"
      lead={<span className="wrap-anywhere">{name}</span>}
      below={
        <p>
          <TextLink href="/account">Back to your account</TextLink>
        </p>
      }
    >
      <p>Your browser will ask where to store the passkey, and for your PIN, finger or face.</p>
      <CreatePasskeyForm action={addPasskey} options={options} />
    </NarrowPage>
  );
}
