import { labelText } from "@/lib/availability/availability";
import type { MailMessage } from "./messages";

/** The subject of a mail, on one line whatever an event's name holds. */
export const subjectOf = (message: MailMessage): string =>
  wording(message).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

const twoStepSubjects = {
  on: "Two-step sign-in is on for your Evento account",
  off: "Two-step sign-in is off for your Evento account",
  "codes-renewed": "Your Evento account has new recovery codes",
  "code-used": "A recovery code of your Evento account was used",
};

function wording({ kind, facts }: MailMessage): string {
  switch (kind) {
    case "confirm-address":
      return "Confirm your email address for Evento";
    case "address-already-registered":
      return "You already have an Evento account";
    case "reset-password":
      return "Reset your Evento password";
    case "password-changed":
      return "Your Evento password was changed";
    case "two-step-changed":
      return twoStepSubjects[facts.what];
    case "passkey-changed":
      return facts.what === "added"
        ? "A passkey was added to your Evento account"
        : "A passkey was removed from your Evento account";
    case "account-deleted":
      return "Your Evento account was deleted";
    case "ticket":
      return `Your ticket for ${facts.event.name}`;
    case "ticket-from-waiting-list":
      return `You have a ticket now: ${facts.event.name}`;
    case "ticket-taken-back":
      return `Your ticket was taken back: ${facts.event.name}`;
    case "waiting-list-joined":
      return `You are on the waiting list: ${facts.event.name}`;
    case "waiting-list-closed":
      return facts.why === "cancelled"
        ? `Event cancelled: ${facts.event.name}`
        : `You are no longer on the waiting list: ${facts.event.name}`;
    case "ticket-cancelled":
      return `Your ticket is cancelled: ${facts.event.name}`;
    case "event-cancelled":
      return `Event cancelled: ${facts.event.name}`;
    case "location-changed":
      return `New location: ${facts.event.name}`;
    case "reminder":
      return `Reminder: ${facts.event.name}`;
    case "message":
      return facts.subject;
    case "near-capacity":
      return `Nearly full, ${labelText({ kind: "last", left: facts.left })}: ${facts.event.name}`;
    case "full":
      return `Your event is full: ${facts.event.name}`;
    case "promoted":
      return `You are now an organiser of ${facts.event.name}`;
    case "demoted":
      return `You are no longer an organiser of ${facts.event.name}`;
  }
}
