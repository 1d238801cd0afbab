import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type ResetPasswordProps = { name: string; link: string };

export default function ResetPassword({ name, link }: ResetPasswordProps) {
  return (
    <Layout
      title="Choose a new password"
      preview="The link works once and expires in 30 minutes."
      because="You received this email because someone asked to reset the password for this address."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        Use the link below to choose a new password for your Evento account. The link works once and expires
        in 30 minutes. Your new password signs you out on every device.
      </Paragraph>
      <Action label="Choose a new password" href={link} />
      <SmallPrint>If this was not you, you can ignore this email. Your password stays the same.</SmallPrint>
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  name: "Ada Lovelace",
  link: "https://tickets.example.org/reset-password?token=sample",
} satisfies ResetPasswordProps;
