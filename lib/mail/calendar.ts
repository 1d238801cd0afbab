import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { plainText } from "@/lib/markdown/plain-text";
import { settings } from "@/lib/runtime/env";
import type { EventFacts } from "./messages";

export type CalendarFile = { filename: string; contentType: string; content: string };

/**
 * The calendar file (RFC 5545, times in UTC) that puts an event into a calendar or, as `CANCEL`, takes
 * it out again. Every stamp comes from the event's public edits, so equal facts give equal bytes.
 */
export function calendarFile(event: EventFacts, method: "PUBLISH" | "CANCEL"): CalendarFile {
  const { appUrl } = settings();
  const updatedAt = new Date(event.updatedAt);
  const calendar = ical({
    prodId: { company: "Evento", product: "Evento", language: "EN" },
    method: ICalCalendarMethod[method],
  });
  calendar.createEvent({
    id: `${event.id}@${new URL(appUrl).hostname}`,
    sequence: event.revision,
    stamp: updatedAt,
    lastModified: updatedAt,
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    summary: event.name,
    location: event.location,
    description: plainText(event.description) || null,
    url: `${appUrl}/events/${event.id}`,
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return {
    filename: `${asciiName(event.name)}.ics`,
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: `${calendar.toString()}\r\n`,
  };
}

/** A file name that every system and mail header takes: `o-brien-sons-b`, or `event` for other scripts. */
function asciiName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "") || "event"
  );
}
