import type { Metadata } from "next";
import { newKeyCookie, readSealedCookie, recoveryCodesCookie } from "@/app/sealed-cookie";
import { NarrowPage } from "@/components/accounts/narrow-page";
import { RecoveryCodes } from "@/components/accounts/recovery-codes";
import { TextLink } from "@/components/accounts/text-link";
import {
  ConfirmKeyForm,
  RenewCodesForm,
  StartSetUpForm,
  TurnOffForm,
} from "@/components/accounts/two-step-forms";
import { Barcode } from "@/components/tickets/barcode";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { addressQrSvg } from "@/lib/ticket-codes/barcode";
import { formatStamp } from "@/lib/time/format";
import { findTwoStep, type TwoStep } from "@/lib/two-step/queries";
import { groupKey, keyAddress } from "@/lib/two-step/totp";
import { hideCodes, renewCodes, startSetUp, turnOff, turnOn } from "./actions";

export const metadata: Metadata = { title: "Two-step sign-in" };

const back = (
  <p>
    <TextLink href="/account">Back to your account</TextLink>
  </p>
);

type Props = { searchParams: Promise<{ stale?: unknown }> };

export default async function TwoStepPage({ searchParams }: Props) {
  const { stale } = await searchParams;
  const viewer = await requireViewer("/account/two-step");
  const twoStep = await findTwoStep(viewer.id);
  const codes = twoStep && (await readSealedCookie(recoveryCodesCookie, viewer.sessionId, now()));
  if (codes) return <NewCodes codes={JSON.parse(codes)} />;
  if (twoStep) return <IsOn twoStep={twoStep} email={viewer.email} />;
  const key = await readSealedCookie(newKeyCookie, viewer.sessionId, now());
  if (key) return <SetUp secret={key} email={viewer.email} />;
  return (
    <NarrowPage title="Two-step sign-in" below={back}>
      {stale === "1" && <Notice>This took too long, or something has changed since. Start again.</Notice>}
      <p>
        Signing in with your password will also need a code of an authenticator app on your phone or computer.
        So nobody who learns your password gets into your account.
      </p>
      <p className="text-muted">
        Any app for one-time codes works, and many password managers do too. All other devices are signed out.
      </p>
      <StartSetUpForm action={startSetUp} email={viewer.email} />
    </NarrowPage>
  );
}

function SetUp({ secret, email }: { secret: string; email: string }) {
  const address = keyAddress(secret, { site: new URL(settings().appUrl).host, email });
  return (
    <NarrowPage title="Set up your app" below={back}>
      <p>
        Scan this with your authenticator app, or type the key into it. Then enter the code that it shows.
      </p>
      <Barcode svg={addressQrSvg(address)} label="QR code of the key" className="mx-auto w-60 max-w-full" />
      <p>
        <span className="block text-sm text-muted">Key</span>
        <span className="font-mono wrap-anywhere select-all">{groupKey(secret)}</span>
      </p>
      <p>
        On this device, <TextLink href={address}>open the key in your app</TextLink>.
      </p>
      <ConfirmKeyForm action={turnOn} />
    </NarrowPage>
  );
}

function NewCodes({ codes }: { codes: string[] }) {
  return (
    <NarrowPage
      title="Your recovery codes"
      lead="Each signs you in once, when you don’t have your app. Store them in a safe place: they are not shown again."
    >
      <RecoveryCodes codes={codes} hide={hideCodes} />
    </NarrowPage>
  );
}

function IsOn({ twoStep, email }: { twoStep: TwoStep; email: string }) {
  const { turnedOnAt, recoveryCodesLeft: left, takesCodes } = twoStep;
  return (
    <NarrowPage
      title="Two-step sign-in"
      lead={`On since ${formatStamp(turnedOnAt, settings().eventTimeZone)}.`}
      below={back}
    >
      {!takesCodes && (
        <Notice tone="bad">
          Codes of your app no longer work here, because the server’s secret was changed. Turn two-step
          sign-in off, and on again with a new key.
        </Notice>
      )}
      <Section className="border-t border-hair pt-6" title="Recovery codes">
        <p className="mb-4 text-muted">
          {left === 1 ? "1 code is" : `${left} codes are`} left. New ones replace all of them.
        </p>
        <RenewCodesForm action={renewCodes} email={email} />
      </Section>
      <Section className="border-t border-hair pt-6" title="Turn off">
        <TurnOffForm action={turnOff} email={email} />
      </Section>
    </NarrowPage>
  );
}
