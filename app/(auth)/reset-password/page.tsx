import type { Metadata } from "next";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { ResetPasswordForm } from "@/components/accounts/reset-password-form";
import { ButtonLink } from "@/components/ui/button-link";
import { findLink } from "@/lib/accounts/queries";
import { requireSignedOut } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { setNewPassword } from "./actions";

export const metadata: Metadata = { title: "Set a new password" };

type Props = { searchParams: Promise<{ token?: unknown }> };

const reasons = {
  used: "It was used already, and works once only.",
  replaced: "A newer mail replaced it, or the password was changed since.",
  expired: "It was good for 30 minutes, and those are over.",
  unknown: "It may be cut off: check that you opened the whole address from the mail.",
};

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const link = await findLink("reset-password", String(token ?? ""), now());
  if (link.state === "open") {
    // Also for whoever is still signed in somewhere and no longer knows the password.
    return (
      <NarrowPage
        title="Set a new password"
        lead={
          <>
            For the account with the address <strong className="text-ink wrap-anywhere">{link.email}</strong>.
            It is signed out everywhere.
          </>
        }
      >
        <ResetPasswordForm action={setNewPassword} token={String(token)} email={link.email} />
      </NarrowPage>
    );
  }
  await requireSignedOut(null);
  setStatus(410);
  return (
    <NarrowPage title="This link does not work">
      <p>{reasons[link.state]} Ask for a new link to set your password.</p>
      <ButtonLink href="/forgot-password">Ask for a new link</ButtonLink>
    </NarrowPage>
  );
}
