import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type ConfirmAddressProps = { name: string; role: string; link: string };

export default function ConfirmAddress({ name, role, link }: ConfirmAddressProps) {
  return (
    <Layout
      title="Confirm your email address"
      preview={`Confirm your email address to create your ${role} account.`}
      because="You received this email because someone registered on Evento with this address."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`Please confirm your email address to create your ${role} account on Evento. The link works once and expires in 24 hours.`}</Paragraph>
      <Action label="Confirm email address" href={link} />
      <SmallPrint>
        If this was not you, you can ignore this email. No account is created unless you confirm.
      </SmallPrint>
    </Layout>
  );
}

ConfirmAddress.PreviewProps = {
  name: "Ada Lovelace",
  role: "attendee",
  link: "https://tickets.example.org/verify-email?token=sample",
} satisfies ConfirmAddressProps;
