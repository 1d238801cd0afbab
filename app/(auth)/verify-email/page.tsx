import type { Metadata } from "next";
import { ConfirmForm } from "@/components/accounts/confirm-form";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { ResendForm } from "@/components/accounts/resend-form";
import { TextLink } from "@/components/accounts/text-link";
import { ButtonLink } from "@/components/ui/button-link";
import { findRegistration } from "@/lib/accounts/queries";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { sendAgain } from "../register/actions";
import { confirm } from "./actions";

export const metadata: Metadata = { title: "Confirm your email address" };

type Props = { searchParams: Promise<{ token?: unknown; next?: unknown }> };

const reasons = {
  expired: "This link has expired.",
  unknown: "Check that you opened the full link from the email.",
};

export default async function VerifyEmailPage({ searchParams }: Props) {
  const { token, ...given } = await searchParams;
  const link = await findRegistration(String(token ?? ""), now());
  const next = safeNext(given.next) ?? (link.state === "unknown" ? null : safeNext(link.next));
  if (link.state === "open") {
    // Without the name, which anybody may have typed.
    return (
      <NarrowPage title="Confirm your email address">
        <p>
          This creates the {link.role} account of <strong className="wrap-anywhere">{link.email}</strong> and
          signs you in.
        </p>
        <ConfirmForm action={confirm} token={String(token)} email={link.email} next={next} />
        <p className="text-sm text-muted">
          Forgotten the password? <TextLink href={withNext("/register", next)}>Register again</TextLink>.
          Didn’t register? Close this page: no account is created.
        </p>
      </NarrowPage>
    );
  }
  if (link.state === "used" || link.state === "replaced") {
    return (
      <NarrowPage title="Your email address is confirmed">
        <p>You can sign in now.</p>
        <ButtonLink href={withNext("/sign-in", next)}>Sign in</ButtonLink>
      </NarrowPage>
    );
  }
  setStatus(410);
  return (
    <NarrowPage
      title={token ? "This link doesn’t work" : "Confirm your email address"}
      lead={token ? reasons[link.state] : null}
    >
      <p>Enter your email address and we’ll send the link again if there is an account to confirm.</p>
      <ResendForm action={sendAgain} email={null} next={next} />
    </NarrowPage>
  );
}
