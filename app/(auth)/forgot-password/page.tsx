import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/accounts/forgot-password-form";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { TextLink } from "@/components/accounts/text-link";
import { Notice } from "@/components/ui/notice";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { requireSignedOut } from "@/lib/auth/viewer";
import { sendResetLink } from "./actions";

export const metadata: Metadata = { title: "Forgot your password" };

type Query = string | string[] | undefined;

type Props = { searchParams: Promise<{ next?: Query; sent?: Query }> };

export default async function ForgotPasswordPage({ searchParams }: Props) {
  const { sent, ...given } = await searchParams;
  const next = safeNext(given.next);
  await requireSignedOut(next);
  return (
    <NarrowPage
      title="Forgot your password?"
      lead="We’ll email you a link to set a new one."
      below={
        <p>
          Remembered it? <TextLink href={withNext("/sign-in", next)}>Sign in</TextLink>
        </p>
      }
    >
      {sent && (
        <Notice tone="good">
          If an account exists for that address, we’ve sent an email with a link. The link expires in 30
          minutes.
        </Notice>
      )}
      <ForgotPasswordForm action={sendResetLink} next={next} />
    </NarrowPage>
  );
}
