import { Action } from "./components/action";
import { Layout } from "./components/layout";
import { Paragraph, SmallPrint } from "./components/paragraph";

type AddressAlreadyRegisteredProps = { name: string; signInLink: string; forgotPasswordLink: string };

export default function AddressAlreadyRegistered(props: AddressAlreadyRegisteredProps) {
  return (
    <Layout
      title="You already have an account"
      preview="Your address is registered already: sign in, or choose a new password."
      because="You get this mail because someone tried to register on Evento with this address."
    >
      <Paragraph>{`Hello ${props.name},`}</Paragraph>
      <Paragraph>
        someone tried to register on Evento with your address, which has an account already. Nothing about it
        was changed. If it was you, sign in instead.
      </Paragraph>
      <Action label="Sign in" href={props.signInLink} />
      <Paragraph>If you no longer know your password, choose a new one.</Paragraph>
      <Action label="Choose a new password" href={props.forgotPasswordLink} />
      <SmallPrint>
        If this was not you, ignore this mail: whoever it was has learnt nothing about your account.
      </SmallPrint>
    </Layout>
  );
}

AddressAlreadyRegistered.PreviewProps = {
  name: "Ada Lovelace",
  signInLink: "https://tickets.example.org/sign-in",
  forgotPasswordLink: "https://tickets.example.org/forgot-password",
} satisfies AddressAlreadyRegisteredProps;
