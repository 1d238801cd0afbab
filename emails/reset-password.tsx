import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type ResetPasswordProps = { name: string; link: string };

export default function ResetPassword({ name, link }: ResetPasswordProps) {
  return (
    <Layout
      title="Choose a new password"
      preview="The link to choose a new password works for 30 minutes."
      because="You get this mail because someone asked Evento for a new password for this address."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        choose a new password for your Evento account. The link works once, for 30 minutes. Afterwards you are
        signed out everywhere and sign in with the new password.
      </Paragraph>
      <Action label="Choose a new password" href={link} />
      <SmallPrint>If this was not you, ignore this mail: your password stays as it is.</SmallPrint>
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  name: "Ada Lovelace",
  link: "https://tickets.example.org/reset-password?token=sample",
} satisfies ResetPasswordProps;
