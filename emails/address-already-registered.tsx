import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type AddressAlreadyRegisteredProps = { name: string; signInLink: string; forgotPasswordLink: string };

export default function AddressAlreadyRegistered(props: AddressAlreadyRegisteredProps) {
  return (
    <Layout
      title="You already have an account"
      preview="Your email address is already registered. Sign in, or reset your password."
      because="You received this email because someone tried to register on Evento with this address."
    >
      <Paragraph>{`Hello ${props.name},`}</Paragraph>
      <Paragraph>
        Someone tried to register on Evento with your email address, but you already have an account. Nothing
        has changed. If this was you, sign in instead.
      </Paragraph>
      <Action label="Sign in" href={props.signInLink} />
      <Paragraph>If you have forgotten your password, choose a new one.</Paragraph>
      <Action quiet label="Choose a new password" href={props.forgotPasswordLink} />
      <SmallPrint>
        If this was not you, you can ignore this email. The other person was not told that you have an
        account.
      </SmallPrint>
    </Layout>
  );
}

AddressAlreadyRegistered.PreviewProps = {
  name: "Ada Lovelace",
  signInLink: "https://tickets.example.org/sign-in",
  forgotPasswordLink: "https://tickets.example.org/forgot-password",
} satisfies AddressAlreadyRegisteredProps;
