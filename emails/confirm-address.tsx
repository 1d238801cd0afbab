import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

/** Without a name: until the address is confirmed, anybody may have typed it. */
type ConfirmAddressProps = { role: string; link: string };

export default function ConfirmAddress({ role, link }: ConfirmAddressProps) {
  return (
    <Layout
      title="Confirm your email address"
      preview={`Confirm your email address to create your ${role} account.`}
      because="You received this email because someone registered on Evento with this address."
    >
      <Paragraph>Hello,</Paragraph>
      <Paragraph>{`Please confirm your email address to create your ${role} account on Evento. The page asks for the password you chose. The link works once and expires in 24 hours.`}</Paragraph>
      <Action label="Confirm email address" href={link} />
      <SmallPrint>
        If this was not you, you can ignore this email. No account is created without your confirmation.
      </SmallPrint>
    </Layout>
  );
}

ConfirmAddress.PreviewProps = {
  role: "attendee",
  link: "https://tickets.example.org/verify-email?token=sample",
} satisfies ConfirmAddressProps;
