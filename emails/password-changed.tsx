import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type PasswordChangedProps = { name: string; what: string; forgotPasswordLink: string };

export default function PasswordChanged({ name, what, forgotPasswordLink }: PasswordChangedProps) {
  return (
    <Layout
      title="Your password was changed"
      preview="If you did not change it, choose a new password now."
      because="You received this email because the password of your Evento account was changed."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{what}</Paragraph>
      <Paragraph>
        If this was you, you do not need to do anything. If not, choose a new password now, which signs you
        out on every device.
      </Paragraph>
      <Action label="Choose a new password" href={forgotPasswordLink} />
    </Layout>
  );
}

PasswordChanged.PreviewProps = {
  name: "Ada Lovelace",
  what: "The password of your Evento account was changed on your account page.",
  forgotPasswordLink: "https://tickets.example.org/forgot-password",
} satisfies PasswordChangedProps;
