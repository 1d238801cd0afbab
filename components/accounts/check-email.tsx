import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/form-state";
import { NarrowPage } from "./narrow-page";
import { ResendForm } from "./resend-form";
import { TextLink } from "./text-link";

type CheckEmailProps = {
  /** The address, if this browser has the cookie. */
  email: string | null;
  again: boolean;
  sendAgain: FormAction;
  next: string | null;
  /** Paths of related pages; `mailbox` without a mail server. */
  links: { register: string; signIn: string; mailbox: string | null };
};

/** The page after a registration, the same for known and unknown addresses. */
export function CheckEmail({ email, again, sendAgain, next, links }: CheckEmailProps) {
  return (
    <NarrowPage
      title="Check your email"
      lead={
        <>
          We sent an email to {email ? <strong className="text-ink wrap-anywhere">{email}</strong> : "you"}.
          Open the link in it within 24 hours and enter your password to confirm your address.
        </>
      }
      below={
        <>
          <p>
            Wrong address? <TextLink href={links.register}>Register again</TextLink>
          </p>
          <p>
            Already confirmed? <TextLink href={links.signIn}>Sign in</TextLink>
          </p>
        </>
      }
    >
      {again && (
        <Notice tone="good">
          If an account for that address is waiting to be confirmed, we’ve sent the email again.
        </Notice>
      )}
      {links.mailbox && (
        <Notice>
          This server does not send email. <TextLink href={links.mailbox}>Open the mailbox</TextLink>
        </Notice>
      )}
      <p>No email after a few minutes? Check your spam folder, or send it again.</p>
      <ResendForm action={sendAgain} email={email} next={next} />
    </NarrowPage>
  );
}
