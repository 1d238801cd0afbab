import { render, toPlainText } from "@react-email/render";
import type { ReactElement } from "react";
import AccountDeleted from "@/emails/account-deleted";
import AddressAlreadyRegistered from "@/emails/address-already-registered";
import type { EventLines } from "@/emails/components/event-mail";
import ConfirmAddress from "@/emails/confirm-address";
import Demoted from "@/emails/demoted";
import EventCancelled from "@/emails/event-cancelled";
import Full from "@/emails/full";
import LocationChanged from "@/emails/location-changed";
import Message from "@/emails/message";
import NearCapacity from "@/emails/near-capacity";
import PasswordChanged from "@/emails/password-changed";
import Promoted from "@/emails/promoted";
import Reminder from "@/emails/reminder";
import ResetPassword from "@/emails/reset-password";
import SignInChanged from "@/emails/sign-in-changed";
import Ticket from "@/emails/ticket";
import TicketCancelled from "@/emails/ticket-cancelled";
import TicketTakenBack from "@/emails/ticket-taken-back";
import WaitingListClosed from "@/emails/waiting-list-closed";
import WaitingListJoined from "@/emails/waiting-list-joined";
import { linkToken } from "@/lib/auth/link-token";
import { withNext } from "@/lib/auth/next-path";
import { labelText } from "@/lib/availability/availability";
import { calendarFile } from "@/lib/calendar/calendar-file";
import { posterColors, posterOf } from "@/lib/posters/poster";
import { settings } from "@/lib/runtime/env";
import { code128Png, qrPng } from "@/lib/ticket-codes/barcode";
import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { formatDateBadge, formatStamp, formatWhenInFull } from "@/lib/time/format";
import type { Audience } from "./audiences";
import type { EventFacts, MailMessage } from "./messages";
import { paragraphsOf } from "./paragraphs";
import { subjectOf } from "./subjects";

export type MailAttachment = {
  filename: string;
  contentType: string;
  content: string | Buffer;
  /** Set for images that the HTML part shows as `cid:…`. */
  cid?: string;
};

export type RenderedMail = { subject: string; html: string; text: string; attachments: MailAttachment[] };

/** Makes both parts of a mail and what is attached to it; every link starts with APP_URL. */
export async function renderMail(message: MailMessage): Promise<RenderedMail> {
  const html = await render(template(message));
  return {
    subject: subjectOf(message),
    html,
    text: plainText(html),
    attachments: await attachments(message),
  };
}

type TextBuilder = { addInline: (text: string, options: { noWordTransform: boolean }) => void };
type Walk = (nodes: unknown, builder: TextBuilder) => void;

/** The text part: one blank line between paragraphs, and each link after its words. */
const plainText = (html: string) =>
  toPlainText(html, {
    formatters: {
      labelled(link: { children: unknown; attribs: { href: string } }, walk: Walk, builder: TextBuilder) {
        walk(link.children, builder);
        builder.addInline(`: ${link.attribs.href}`, { noWordTransform: true });
      },
    },
    selectors: [
      // Upper case would change the names of people and events.
      ...["h1", "h2"].map((selector) => ({ selector, options: { leadingLineBreaks: 2, uppercase: false } })),
      { selector: "a", format: "labelled" },
    ],
  });

const link = (path: string) => `${settings().appUrl}${path}`;

function lines({ id, name, host, location, startsAt, endsAt, timeZone }: EventFacts): EventLines {
  const start = new Date(startsAt);
  const { pattern, colors } = posterOf(id);
  const [paper, shape] = posterColors[colors] ?? posterColors[0];
  return {
    name,
    host,
    when: formatWhenInFull(start, new Date(endsAt), timeZone),
    where: location,
    date: formatDateBadge(start, timeZone),
    poster: { pattern, paper, shape },
    mapLink: link(`/events/${id}/map`),
  };
}

const passwordChange = {
  reset:
    "The password of your Evento account was reset using an emailed link. You have been signed out on every device.",
  changed: "The password of your Evento account was changed on your account page.",
};

function template(message: MailMessage): ReactElement {
  switch (message.kind) {
    case "confirm-address": {
      const { role, tokenId, next } = message.facts;
      const path = `/verify-email?token=${linkToken("confirm-email", tokenId)}`;
      return <ConfirmAddress role={role} link={link(withNext(path, next))} />;
    }
    case "address-already-registered":
      return (
        <AddressAlreadyRegistered
          name={message.facts.name}
          signInLink={link("/sign-in")}
          forgotPasswordLink={link("/forgot-password")}
        />
      );
    case "reset-password": {
      const token = linkToken("reset-password", message.facts.tokenId);
      return <ResetPassword name={message.facts.name} link={link(`/reset-password?token=${token}`)} />;
    }
    case "password-changed":
      return (
        <PasswordChanged
          name={message.facts.name}
          what={passwordChange[message.facts.how]}
          forgotPasswordLink={link("/forgot-password")}
        />
      );
    case "two-step-changed":
    case "passkey-changed":
      return (
        <SignInChanged
          name={message.facts.name}
          title={subjectOf(message)}
          lines={signInChange(message)}
          accountLink={link("/account")}
          forgotPasswordLink={link("/forgot-password")}
        />
      );
    case "account-deleted":
      return <AccountDeleted name={message.facts.name} />;
    default:
      return eventTemplate(message);
  }
}

/** Also for the owner of an account in which a thief has turned it on. */
const withoutSecondStep =
  "If you lose both your app and your recovery codes, or somebody else turned this on, ask the people who run the site: they can turn it off.";

const twoStepChange = {
  on: "Two-step sign-in was turned on: signing in with your password now also needs a code of your authenticator app. You have been signed out on every other device.",
  off: "Two-step sign-in was turned off: your password alone is enough to sign in.",
  "codes-renewed": "Your recovery codes were replaced. The old ones no longer work.",
  "code-used": "Somebody signed in to your account with your password and a recovery code.",
};

function signInChange(
  message: Extract<MailMessage, { kind: "two-step-changed" | "passkey-changed" }>,
): string[] {
  if (message.kind === "passkey-changed") {
    const { passkey, what } = message.facts;
    return what === "added"
      ? [`The passkey “${passkey}” was added. Whoever has it can sign in without your password.`]
      : [`The passkey “${passkey}” was removed and no longer signs in.`];
  }
  const { what, codesLeft } = message.facts;
  if (what === "on") return [twoStepChange.on, withoutSecondStep];
  if (what !== "code-used") return [twoStepChange[what]];
  const left = codesLeft === 0 ? "None is" : codesLeft === 1 ? "One is" : `${codesLeft} are`;
  return [twoStepChange[what], `${left} left. You can get new ones on your account page.`];
}

/** How a mail says why somebody is no longer on a waiting list. */
const closed = {
  cancelled: {
    title: "This event has been cancelled",
    lines: ["We are sorry, but the organiser has cancelled this event, so its waiting list is closed."],
  },
  expired: {
    title: "No space became free",
    lines: [
      "No space became free by the time that you chose, so you are no longer on the waiting list. We are sorry.",
    ],
  },
  removed: {
    title: "You are no longer on the waiting list",
    lines: ["An organiser of this event has removed you from its waiting list."],
  },
};

/** Why somebody got a message of organisers. */
const becauseOf: Record<Audience, string> = {
  holders: "You received this email because you have a ticket for this event.",
  "checked-in": "You received this email because you were checked in at this event.",
  waiting: "You received this email because you are on the waiting list of this event.",
};

type EventMessage = Extract<MailMessage, { facts: { event: EventFacts } }>;

function eventTemplate({ kind, facts }: EventMessage): ReactElement {
  const about = { name: facts.name, event: lines(facts.event) };
  const page = link(`/events/${facts.event.id}`);
  const calendarLink = `${page}/event.ics`;
  const dashboard = link(`/dashboard/events/${facts.event.id}`);
  switch (kind) {
    case "ticket":
    case "ticket-from-waiting-list":
      return (
        <Ticket
          {...about}
          fromWaitingList={kind === "ticket-from-waiting-list"}
          code={groupCode(facts.code)}
          qrSource={`cid:${qrImage.cid}`}
          barcodeSource={`cid:${barcodeImage.cid}`}
          calendarLink={calendarLink}
          link={link(`/tickets/${facts.ticketId}`)}
        />
      );
    case "ticket-cancelled":
      return <TicketCancelled {...about} link={page} />;
    case "ticket-taken-back":
      return <TicketTakenBack {...about} reason={facts.reason} link={link(`/tickets/${facts.ticketId}`)} />;
    case "waiting-list-joined": {
      const until = formatStamp(new Date(facts.until), facts.event.timeZone);
      return <WaitingListJoined {...about} until={until} link={link("/tickets")} />;
    }
    case "waiting-list-closed":
      return (
        <WaitingListClosed
          {...about}
          {...closed[facts.why]}
          lines={[...closed[facts.why].lines, ...(facts.reason ? [`Reason: ${facts.reason}`] : [])]}
          cancelled={facts.why === "cancelled"}
          link={page}
        />
      );
    case "event-cancelled":
      return (
        <EventCancelled
          {...about}
          reason={facts.reason ? `Reason: ${facts.reason}` : "The organiser gave no reason."}
          link={page}
        />
      );
    case "location-changed":
      return (
        <LocationChanged
          {...about}
          // It may have moved back before this was sent.
          oldLocation={facts.oldLocation === facts.event.location ? null : facts.oldLocation}
          calendarLink={calendarLink}
          link={link(`/tickets/${facts.ticketId}`)}
        />
      );
    case "reminder":
      return (
        <Reminder
          {...about}
          calendarLink={calendarLink}
          link={link(`/tickets/${facts.ticketId}`)}
          preferencesLink={link("/account#reminders")}
        />
      );
    case "message":
      return (
        <Message
          {...about}
          subject={facts.subject}
          paragraphs={paragraphsOf(facts.body)}
          because={becauseOf[facts.audience]}
          action={
            facts.ticketId
              ? { label: "View ticket", href: link(`/tickets/${facts.ticketId}`) }
              : { label: "View event", href: page }
          }
        />
      );
    case "near-capacity": {
      const label = labelText({ kind: "last", left: facts.left });
      const figures = `${facts.capacity - facts.left} of ${facts.capacity} spaces are allocated.`;
      return <NearCapacity {...about} label={label} figures={figures} link={dashboard} />;
    }
    case "full":
      return <Full {...about} figures={`All ${facts.capacity} spaces are allocated.`} link={dashboard} />;
    case "promoted":
      return <Promoted {...about} by={facts.by} link={dashboard} />;
    case "demoted":
      return <Demoted {...about} by={facts.by} link={page} />;
  }
}

const qrImage = { filename: "ticket-qr.png", contentType: "image/png", cid: "ticket-qr@evento" };
const barcodeImage = {
  filename: "ticket-barcode.png",
  contentType: "image/png",
  cid: "ticket-barcode@evento",
};

async function attachments({ kind, facts }: MailMessage): Promise<MailAttachment[]> {
  if (kind === "event-cancelled") return [calendarFile(facts.event, "CANCEL")];
  if (kind === "location-changed" || kind === "reminder") return [calendarFile(facts.event, "PUBLISH")];
  if (kind !== "ticket" && kind !== "ticket-from-waiting-list") return [];
  return [
    { ...qrImage, content: await qrPng(facts.code) },
    { ...barcodeImage, content: await code128Png(facts.code) },
    calendarFile(facts.event, "PUBLISH"),
  ];
}
