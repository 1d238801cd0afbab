import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type PasswordChangedProps = { name: string; what: string; forgotPasswordLink: string };

export default function PasswordChanged({ name, what, forgotPasswordLink }: PasswordChangedProps) {
  return (
    <Layout
      title="Your password was changed"
      preview="If this was not you, choose a new password now."
      because="You get this mail because the password of your Evento account was changed."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{what}</Paragraph>
      <Paragraph>
        If this was you, there is nothing to do. If it was not, choose a new password now: that ends every
        session of your account.
      </Paragraph>
      <Action label="Choose a new password" href={forgotPasswordLink} />
    </Layout>
  );
}

PasswordChanged.PreviewProps = {
  name: "Ada Lovelace",
  what: "The password of your Evento account was changed on the account page.",
  forgotPasswordLink: "https://tickets.example.org/forgot-password",
} satisfies PasswordChangedProps;
