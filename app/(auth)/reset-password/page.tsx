import type { Metadata } from "next";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { ResetPasswordForm } from "@/components/accounts/reset-password-form";
import { ButtonLink } from "@/components/ui/button-link";
import { findReset } from "@/lib/accounts/queries";
import { requireSignedOut } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { setNewPassword } from "./actions";

export const metadata: Metadata = { title: "Set a new password" };

type Props = { searchParams: Promise<{ token?: unknown }> };

const reasons = {
  used: "This link has already been used.",
  replaced: "Your password has changed since this link was sent.",
  expired: "This link has expired.",
  unknown: "Check that you opened the full link from the email.",
};

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const link = await findReset(String(token ?? ""), now());
  if (link.state === "open") {
    // Also for signed-in people who have forgotten their password.
    return (
      <NarrowPage
        title="Set a new password"
        lead={
          <>
            For <strong className="text-ink wrap-anywhere">{link.email}</strong>. You’ll be signed out
            everywhere.
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
    <NarrowPage title="This link doesn’t work">
      <p>{reasons[link.state]} Request a new link to set your password.</p>
      <ButtonLink href="/forgot-password">Request a new link</ButtonLink>
    </NarrowPage>
  );
}
