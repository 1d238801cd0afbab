import type { Metadata } from "next";
import { ButtonForm } from "@/components/accounts/button-form";
import { CalendarAddress } from "@/components/accounts/calendar-address";
import { ChangePasswordForm } from "@/components/accounts/change-password-form";
import { DeleteAccountForm } from "@/components/accounts/delete-account-form";
import { NameForm } from "@/components/accounts/name-form";
import { Passkeys } from "@/components/accounts/passkeys";
import { RemindersForm } from "@/components/accounts/reminders-form";
import { SessionList } from "@/components/accounts/session-list";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { buttonLook } from "@/components/ui/button-look";
import { DoneToast } from "@/components/ui/done-toast";
import { PageHeading } from "@/components/ui/page-heading";
import { Section } from "@/components/ui/section";
import { mayHoldTickets } from "@/lib/accounts/access";
import { browserName } from "@/lib/accounts/browser-name";
import { findCalendarSecret, wantsReminders } from "@/lib/accounts/queries";
import { listSessions } from "@/lib/auth/sessions";
import { requireViewer } from "@/lib/auth/viewer";
import { listPasskeys } from "@/lib/passkeys/queries";
import { relyingParty } from "@/lib/passkeys/relying-party";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { formatStamp } from "@/lib/time/format";
import { findTwoStep, type TwoStep } from "@/lib/two-step/queries";
import {
  changePassword,
  deleteAccount,
  endSession,
  removePasskey,
  renewCalendarAddress,
  saveName,
  setReminders,
  signOut,
  signOutEverywhere,
  startPasskey,
} from "./actions";

export const metadata: Metadata = { title: "Account" };

const doneTexts = new Map([
  ["name", "Name saved."],
  ["password", "Password changed. All other devices have been signed out."],
  ["passkey-added", "Passkey added."],
  ["passkey-removed", "Passkey removed."],
  ["two-step-off", "Two-step sign-in is off."],
  ["recovery-codes", "Two-step sign-in is on. Keep your recovery codes safe."],
  ["session", "Session ended."],
  ["reminders-on", "Reminders turned on."],
  ["reminders-off", "Reminders turned off."],
  ["calendar", "Calendar address renewed. Subscribe again with the new one."],
]);

type Props = { searchParams: Promise<{ done?: unknown }> };

function TwoStepSummary({ twoStep }: { twoStep: TwoStep | null }) {
  const left = twoStep?.recoveryCodesLeft;
  return (
    <div className="grid grid-cols-1 justify-items-start gap-4">
      {twoStep ? (
        <p className="flex flex-wrap items-center gap-2 text-muted">
          <Badge tone="good">On</Badge>
          {left === 1 ? "1 recovery code is left." : `${left} recovery codes are left.`}
        </p>
      ) : (
        <p className="text-muted">
          Protects your account with a code of an authenticator app, should somebody learn your password.
        </p>
      )}
      <ButtonLink href="/account/two-step" tone="quiet">
        {twoStep ? "Change two-step sign-in" : "Set up two-step sign-in"}
      </ButtonLink>
    </div>
  );
}

export default async function AccountPage({ searchParams }: Props) {
  const viewer = await requireViewer("/account");
  const { done } = await searchParams;
  const zone = settings().eventTimeZone;
  const sessions = (await listSessions(viewer, now())).map((session) => ({
    id: session.id,
    browser: browserName(session.userAgent),
    lastSeen: formatStamp(session.lastSeenAt, zone),
    signedIn: formatStamp(session.createdAt, zone),
    isThisOne: session.id === viewer.sessionId,
  }));
  const passkeys = (await listPasskeys(viewer.id)).map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    detail: `Added ${formatStamp(createdAt, zone)} · ${lastUsedAt ? `last used ${formatStamp(lastUsedAt, zone)}` : "not used yet"}`,
  }));
  const calendar =
    mayHoldTickets(viewer) && `${settings().appUrl}/feeds/tickets/${await findCalendarSecret(viewer.id)}.ics`;
  return (
    <div className="mx-auto max-w-reading">
      <DoneToast texts={doneTexts} done={done} />
      <PageHeading title="Account" actions={<ButtonForm action={signOut} label="Sign out" />}>
        <span className="wrap-anywhere">{viewer.email}</span> · {viewer.role} account
      </PageHeading>
      <div className="grid grid-cols-1 gap-8">
        <Section className="border-t border-hair pt-6" title="Name">
          <NameForm action={saveName} name={viewer.name} />
        </Section>
        <Section className="border-t border-hair pt-6" title="Password">
          <ChangePasswordForm action={changePassword} email={viewer.email} />
        </Section>
        <Section className="border-t border-hair pt-6" title="Two-step sign-in" id="two-step">
          <TwoStepSummary twoStep={await findTwoStep(viewer.id)} />
        </Section>
        {relyingParty() && (
          <Section className="border-t border-hair pt-6" title="Passkeys" id="passkeys">
            <Passkeys passkeys={passkeys} start={startPasskey} remove={removePasskey} email={viewer.email} />
          </Section>
        )}
        {calendar && (
          <>
            <Section className="border-t border-hair pt-6" title="Reminders" id="reminders">
              <RemindersForm action={setReminders} reminders={await wantsReminders(viewer.id)} />
            </Section>
            <Section className="border-t border-hair pt-6" title="Calendar">
              <CalendarAddress address={calendar} renew={renewCalendarAddress} />
            </Section>
          </>
        )}
        <Section className="border-t border-hair pt-6" title="Where you’re signed in">
          <SessionList sessions={sessions} endSession={endSession} />
          <div className="mt-4 border-t border-hair pt-4">
            <ButtonForm action={signOutEverywhere} label="Sign out everywhere" />
          </div>
        </Section>
        <Section className="border-t border-hair pt-6" title="Your data" id="data">
          <div className="grid grid-cols-1 justify-items-start gap-4">
            <p className="text-muted">One file with everything that is stored about you.</p>
            <a href="/account/data" className={buttonLook("quiet")}>
              Download my data
            </a>
          </div>
          <div className="mt-6 border-t border-hair pt-6">
            <DeleteAccountForm action={deleteAccount} email={viewer.email} />
          </div>
        </Section>
      </div>
    </div>
  );
}
