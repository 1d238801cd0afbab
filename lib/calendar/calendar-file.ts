import ical, {
  type ICalCalendar,
  type ICalCalendarData,
  ICalCalendarMethod,
  ICalEventStatus,
} from "ical-generator";
import { plainText } from "@/lib/markdown/plain-text";
import { asciiName } from "@/lib/runtime/ascii-name";
import { settings } from "@/lib/runtime/env";

/** An event as calendars have it; never with its capacity or its label. */
export type CalendarEvent = {
  id: string;
  name: string;
  /** Markdown. */
  description: string;
  location: string;
  /** Who is behind it. */
  host?: string;
  /** Instants; mails have them as ISO text. */
  startsAt: Date | string;
  endsAt: Date | string;
  /** SEQUENCE and stamp; they change with public edits only. */
  revision: number;
  updatedAt: Date | string;
  /** Whether the event, or the ticket for it, is cancelled. */
  cancelled?: boolean;
  /** The path of a page about it, by default the event's. */
  path?: string;
};

export type CalendarFile = { filename: string; contentType: string; content: string };

type Method = "PUBLISH" | "CANCEL";

const contentType = (method: Method) => `text/calendar; charset=utf-8; method=${method}`;

/**
 * The calendar file (RFC 5545, times in UTC) that puts an event into a calendar or, as `CANCEL`, takes
 * it out again. Every stamp comes from the event's public edits, so equal facts give equal bytes.
 */
export function calendarFile(event: CalendarEvent, method: Method): CalendarFile {
  const calendar = createCalendar({ method: ICalCalendarMethod[method] });
  addEvent(calendar, { ...event, cancelled: event.cancelled || method === "CANCEL" });
  return {
    filename: `${asciiName(event.name)}.ics`,
    contentType: contentType(method),
    content: textOf(calendar),
  };
}

type Feed = {
  /** What calendar programs call it; they get it as it is, so it is never what somebody typed. */
  name: string;
  filename: string;
  /** Its own URL, unless that is a secret: people pass files on. */
  url?: string;
};

/** How often, in seconds, calendar programs are asked to look for changes. */
const refreshEvery = 3_600;

/** The calendar file of several events, for calendar programs that subscribe to it. */
export function calendarFeed(events: CalendarEvent[], { name, filename, url }: Feed): CalendarFile {
  const calendar = createCalendar({
    method: ICalCalendarMethod.PUBLISH,
    name,
    source: url,
    ttl: refreshEvery,
  });
  for (const event of events) addEvent(calendar, event);
  return { filename, contentType: contentType("PUBLISH"), content: textOf(calendar) };
}

const createCalendar = (data: ICalCalendarData): ICalCalendar =>
  ical({ prodId: { company: "Evento", product: "Evento", language: "EN" }, ...data });

function addEvent(calendar: ICalCalendar, event: CalendarEvent) {
  const { appUrl, mailFrom } = settings();
  const updatedAt = new Date(event.updatedAt);
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
    url: appUrl + (event.path ?? `/events/${event.id}`),
    organizer: event.host ? { name: quotable(event.host), email: addressIn(mailFrom) } : null,
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}

/** A quoted parameter has no way to contain these two, and the library would escape them. */
const quotable = (text: string) => text.replace(/["\\]/g, "'");

const addressIn = (mailbox: string) => /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;

const textOf = (calendar: ICalCalendar) => `${calendar.toString()}\r\n`;
