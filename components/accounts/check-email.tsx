import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/form-state";
import { NarrowPage } from "./narrow-page";
import { ResendForm } from "./resend-form";
import { TextLink } from "./text-link";

type CheckEmailProps = {
  /** Whom it was sent to, if this browser remembers. */
  email: string | null;
  again: boolean;
  sendAgain: FormAction;
  next: string | null;
  /** Links to the pages around this one; `/dev/mailbox` where mail is kept there. */
  links: { register: string; signIn: string; mailbox: string | null };
};

/** What follows a registration. It reads the same whether or not the address was known. */
export function CheckEmail({ email, again, sendAgain, next, links }: CheckEmailProps) {
  return (
    <NarrowPage
      title="Check your email"
      lead={
        <>
          We sent a mail to {email ? <strong className="text-ink wrap-anywhere">{email}</strong> : "you"}.
          Open the link in it within 24 hours to confirm your address; then you can sign in.
        </>
      }
      below={
        <>
          <p>
            Mistyped your address? <TextLink href={links.register}>Register again</TextLink>
          </p>
          <p>
            Confirmed already? <TextLink href={links.signIn}>Sign in</TextLink>
          </p>
        </>
      }
    >
      {again && (
        <Notice tone="good">
          If an account waits to be confirmed under that address, the mail is on its way again. Only the
          newest link works.
        </Notice>
      )}
      {links.mailbox && (
        <Notice>
          This server keeps its mail instead of sending it.{" "}
          <TextLink href={links.mailbox}>Open the mailbox</TextLink>
        </Notice>
      )}
      <p>Nothing there after a few minutes? Look among unwanted mail, or have it sent again.</p>
      <ResendForm action={sendAgain} email={email} next={next} />
    </NarrowPage>
  );
}
