import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { events } from "@/db/schema";
import { isWebAddress } from "@/lib/input/contact";
import type { MailMessage } from "./messages";

/** Where replies to a mail go: the contact of its event, as it is now, if the mail is to a holder; else null. */
export async function findReplyTo({ kind, facts }: MailMessage): Promise<string | null> {
  switch (kind) {
    case "ticket":
    case "ticket-from-waiting-list":
    case "ticket-taken-back":
    case "waiting-list-joined":
    case "waiting-list-closed":
    case "ticket-cancelled":
    case "event-cancelled":
    case "location-changed":
    case "reminder":
    case "message":
      return emailOf(facts.event.id);
    default:
      return null;
  }
}

async function emailOf(eventId: string): Promise<string | null> {
  const [event] = await reader()
    .select({ contact: events.contact })
    .from(events)
    .where(eq(events.id, eventId));
  return event?.contact && !isWebAddress(event.contact) ? event.contact : null;
}
