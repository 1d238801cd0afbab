import type { Metadata } from "next";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { PasskeySignInForm } from "@/components/accounts/passkey-sign-in-form";
import { SignInForm } from "@/components/accounts/sign-in-form";
import { TextLink } from "@/components/accounts/text-link";
import { Notice } from "@/components/ui/notice";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { requireSignedOut } from "@/lib/auth/viewer";
import { relyingParty } from "@/lib/passkeys/relying-party";
import { sendAgain } from "../register/actions";
import { signIn, signInWithPasskey } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

type Query = string | string[] | undefined;

type Props = { searchParams: Promise<{ next?: Query; confirmed?: Query; reset?: Query; deleted?: Query }> };

export default async function SignInPage({ searchParams }: Props) {
  const { confirmed, reset, deleted, ...given } = await searchParams;
  const next = safeNext(given.next);
  await requireSignedOut(next);
  return (
    <NarrowPage
      title="Sign in"
      below={
        <>
          <p>
            New here? <TextLink href={withNext("/register", next)}>Create an account</TextLink>
          </p>
          <p>
            <TextLink href={withNext("/forgot-password", next)}>Forgot your password?</TextLink>
          </p>
        </>
      }
    >
      {confirmed && <Notice tone="good">Email address confirmed. You can sign in now.</Notice>}
      {reset && <Notice tone="good">Password changed. Sign in with your new password.</Notice>}
      {deleted && (
        <Notice tone="good">Your account was deleted. We’ve sent you an email about it, the last one.</Notice>
      )}
      {next && !confirmed && !reset && <Notice>Sign in to continue.</Notice>}
      <SignInForm action={signIn} sendAgain={sendAgain} next={next} />
      {relyingParty() && <PasskeySignInForm action={signInWithPasskey} next={next} />}
    </NarrowPage>
  );
}
