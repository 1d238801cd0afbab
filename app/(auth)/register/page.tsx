import type { Metadata } from "next";
import { CheckEmail } from "@/components/accounts/check-email";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { RegisterForm } from "@/components/accounts/register-form";
import { TextLink } from "@/components/accounts/text-link";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { requireSignedOut } from "@/lib/auth/viewer";
import { settings } from "@/lib/runtime/env";
import { currentRequest } from "@/lib/runtime/request-context";
import { sentTo } from "../sent-to";
import { register, sendAgain } from "./actions";

type Props = { searchParams: Promise<{ next?: unknown; sent?: unknown }> };

const wasSent = (sent: unknown) => sent === "1" || sent === "again";

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: wasSent((await searchParams).sent) ? "Check your email" : "Register" };
}

export default async function RegisterPage({ searchParams }: Props) {
  const { sent, ...given } = await searchParams;
  const next = safeNext(given.next);
  await requireSignedOut(next);
  const signIn = withNext("/sign-in", next);
  if (wasSent(sent)) {
    const showsMail = settings().smtpUrl === null && currentRequest()?.fromThisMachine;
    const links = {
      register: withNext("/register", next),
      signIn,
      mailbox: showsMail ? "/dev/mailbox" : null,
    };
    return (
      <CheckEmail
        email={await sentTo()}
        again={sent === "again"}
        sendAgain={sendAgain}
        next={next}
        links={links}
      />
    );
  }
  return (
    <NarrowPage
      title="Create an account"
      below={
        <p>
          Already have an account? <TextLink href={signIn}>Sign in</TextLink>
        </p>
      }
    >
      <RegisterForm action={register} next={next} />
    </NarrowPage>
  );
}
