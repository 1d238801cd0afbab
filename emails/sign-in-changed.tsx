import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type SignInChangedProps = {
  name: string;
  title: string;
  /** Sentences, a paragraph each. */
  lines: string[];
  accountLink: string;
  forgotPasswordLink: string;
};

/** Tells the owner of an account that how one signs in to it has changed. */
export default function SignInChanged({
  name,
  title,
  lines,
  accountLink,
  forgotPasswordLink,
}: SignInChangedProps) {
  return (
    <Layout
      title={title}
      preview="If this was not you, choose a new password now."
      because="You received this email because the sign-in to your Evento account has changed."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      {lines.map((line) => (
        <Paragraph key={line}>{line}</Paragraph>
      ))}
      <Paragraph>
        If this was you, you do not need to do anything. If not, choose a new password now, which signs you
        out on every device. Then look through Two-step sign-in and Passkeys on your account page, and remove
        what is not yours.
      </Paragraph>
      <Action label="Choose a new password" href={forgotPasswordLink} />
      <Action label="Open your account page" href={accountLink} />
    </Layout>
  );
}

SignInChanged.PreviewProps = {
  name: "Ada Lovelace",
  title: "Two-step sign-in is on",
  lines: ["Two-step sign-in was turned on for your Evento account."],
  accountLink: "https://tickets.example.org/account",
  forgotPasswordLink: "https://tickets.example.org/forgot-password",
} satisfies SignInChangedProps;
