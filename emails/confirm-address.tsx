import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type ConfirmAddressProps = { name: string; accountClass: string; link: string };

export default function ConfirmAddress({ name, accountClass, link }: ConfirmAddressProps) {
  return (
    <Layout
      title="Confirm your email address"
      preview={`One step left: confirm your address to finish your ${accountClass} account.`}
      because="You get this mail because someone registered on Evento with this address."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>{`confirm that this is your address to finish your ${accountClass} account on Evento. The link works once, for 24 hours.`}</Paragraph>
      <Action label="Confirm email address" href={link} />
      <SmallPrint>
        If this was not you, ignore this mail: without your confirmation there is no account.
      </SmallPrint>
    </Layout>
  );
}

ConfirmAddress.PreviewProps = {
  name: "Ada Lovelace",
  accountClass: "attendee",
  link: "https://tickets.example.org/verify-email?token=sample",
} satisfies ConfirmAddressProps;
