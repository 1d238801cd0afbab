import type { Metadata } from "next";
import { ConfirmForm } from "@/components/accounts/confirm-form";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { ResendForm } from "@/components/accounts/resend-form";
import { ButtonLink } from "@/components/ui/button-link";
import { findLink } from "@/lib/accounts/queries";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { sendAgain } from "../register/actions";
import { confirm } from "./actions";

export const metadata: Metadata = { title: "Confirm your email address" };

type Props = { searchParams: Promise<{ token?: unknown; next?: unknown }> };

const reasons = {
  used: "This link has already been used.",
  replaced: "A newer link was sent. Only the latest one works.",
  expired: "This link has expired.",
  unknown: "Check that you opened the full link from the email.",
};

export default async function VerifyEmailPage({ searchParams }: Props) {
  const { token, ...given } = await searchParams;
  const link = await findLink("confirm-email", String(token ?? ""), now());
  const next = safeNext(link.state === "unknown" ? given.next : link.next);
  if (link.state === "open" && !link.emailVerified) {
    return (
      <NarrowPage title="Confirm your email address">
        <p>
          This creates the {link.role} account of <strong className="wrap-anywhere">{link.name}</strong> with
          the address <strong className="wrap-anywhere">{link.email}</strong>.
        </p>
        <ConfirmForm action={confirm} token={String(token)} />
        <p className="text-sm text-muted">
          Didn’t register? Close this page. The account can’t be used until it is confirmed.
        </p>
      </NarrowPage>
    );
  }
  if (link.state !== "unknown" && link.emailVerified) {
    return (
      <NarrowPage title="Your email address is confirmed">
        <p>You can sign in now.</p>
        <ButtonLink href={withNext("/sign-in", next)}>Sign in</ButtonLink>
      </NarrowPage>
    );
  }
  setStatus(410);
  const reason = reasons[link.state === "open" ? "unknown" : link.state];
  return (
    <NarrowPage
      title={token ? "This link doesn’t work" : "Confirm your email address"}
      lead={token ? reason : null}
    >
      <p>Enter your email address and we’ll send a new link if there is an account to confirm.</p>
      <ResendForm action={sendAgain} email={null} next={next} />
    </NarrowPage>
  );
}
