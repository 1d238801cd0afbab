import { Layout } from "./components/layout";
import { Paragraph } from "./components/paragraph";

type AccountDeletedProps = { name: string };

export default function AccountDeleted({ name }: AccountDeletedProps) {
  return (
    <Layout
      title="Your account was deleted"
      preview="Your name and address are erased, and your tickets for upcoming events are cancelled."
      because="You received this email because your Evento account was deleted with its password."
    >
      <Paragraph>{`Hello ${name},`}</Paragraph>
      <Paragraph>
        Your Evento account was deleted. Your tickets for upcoming events are cancelled, and you are no longer
        on any waiting list. Your name and address are being erased; this is the last email to your account.
      </Paragraph>
      <Paragraph>You can register again with the same address at any time, as a new account.</Paragraph>
    </Layout>
  );
}

AccountDeleted.PreviewProps = { name: "Ada Lovelace" } satisfies AccountDeletedProps;
