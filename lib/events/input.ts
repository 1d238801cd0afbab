import { z } from "zod";
import { emailInput } from "@/lib/auth/input";
import { readWebAddress } from "@/lib/input/contact";
import {
  cursor,
  optionalLine,
  rowId,
  searchQuery,
  textBlock,
  textLine,
  wholeNumber,
} from "@/lib/input/text-input";
import { findTimeZone, isTimeZone, timeZoneNames } from "@/lib/time/wall-time";

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

const date = z
  .string("Choose a date.")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Choose a date.")
  .refine(isDate, "This date does not exist. Choose another.");

/** The longest contact, in characters. */
const contactLength = 300;

/** An email address or a web address, normalised; empty if it is missing. */
const contact = optionalLine(contactLength).transform((text, context) => {
  const read = text && (readWebAddress(text) ?? emailInput.safeParse(text).data);
  if (read !== undefined && read.length <= contactLength) return read;
  const message = "Enter an email address, or a web address that begins with https://.";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** Also a zone that is not in the list, because an event that is duplicated may have one. */
const timeZone = z.string("Choose a time zone.").transform((typed, context) => {
  const found = findTimeZone(typed, timeZoneNames()) ?? (isTimeZone(typed) && typed);
  if (found) return found;
  context.addIssue({ code: "custom", message: "Choose a time zone from the list." });
  return z.NEVER;
});

const about = {
  name: textLine(120, "Enter a name for the event."),
  description: textBlock(5_000),
  location: textLine(200, "Enter a location."),
  contact,
  /** "" for none. */
  pictureId: rowId,
  capacity: wholeNumber(1, 1_000_000, "Capacity must be a whole number from 1 to 1,000,000."),
};

const durationProblem = "An event lasts from 5 minutes to 31 days.";

/** What the button *Preview* sends. */
const previewFields = z.object({ intent: z.literal("preview"), description: about.description });

const draftRef = {
  /** The draft that a form was opened from, if any; an unknown revision counts as an old one. */
  draftId: rowId,
  revision: wholeNumber(0, 999_999_999, "").catch(-1),
  /** Drawn with the form of a new event, so that sending it twice makes one. */
  formId: rowId,
};

export const newEventInput = z
  .object({
    intent: z.literal("create").optional(),
    ...draftRef,
    ...about,
    /** The creator, if it is empty. */
    host: optionalLine(80),
    date,
    time: z.string("Choose a time.").regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/, "Choose a time."),
    timeZone,
    hours: wholeNumber(0, 744, durationProblem),
    minutes: wholeNumber(0, 59, "Minutes go from 0 to 59."),
    disambiguation: z.enum(["earlier", "later"]).optional().catch(undefined),
  })
  .refine((event) => isDuration(event.hours * 60 + event.minutes), {
    path: ["hours"],
    message: durationProblem,
  })
  .transform(({ hours, minutes, time, ...event }) => ({
    ...event,
    time: time.slice(0, 5),
    durationMinutes: hours * 60 + minutes,
  }));

const isDuration = (minutes: number) => minutes >= 5 && minutes <= 31 * 24 * 60;

export type NewEvent = Omit<z.output<typeof newEventInput>, "intent" | keyof typeof draftRef>;

/** The fields of a draft as they were typed: none is required, and a date need not exist. */
const draftFields = {
  name: optionalLine(120),
  description: about.description,
  location: optionalLine(200),
  host: optionalLine(80),
  contact: optionalLine(contactLength),
  capacity: optionalLine(20),
  date: optionalLine(20),
  time: optionalLine(20),
  timeZone: optionalLine(64),
  hours: optionalLine(20),
  minutes: optionalLine(20),
};

export type DraftFields = { [Field in keyof typeof draftFields]: string };

export const draftInput = z
  .object({ intent: z.literal("draft"), ...draftRef, pictureId: rowId, ...draftFields })
  .transform(({ intent, draftId, revision, formId, pictureId, ...fields }) => ({
    intent,
    draft: { draftId, revision, formId },
    pictureId,
    fields,
  }));

export const deleteDraftInput = z.object({ draftId: rowId });

/** The form of a new event, by the button that was pressed. */
export const newEventForm = z.discriminatedUnion("intent", [newEventInput, draftInput, previewFields]);

/** The editable fields: never the date, time, zone or duration. An unknown version counts as an old one. */
export const editEventInput = z.object({
  intent: z.literal("save").optional(),
  eventId: rowId,
  version: z.string().catch(""),
  ...about,
  host: textLine(80, "Enter who is behind the event."),
});

export type EventEdit = Omit<z.output<typeof editEventInput>, "intent" | "eventId" | "version">;

/** The form that edits an event, by the button that was pressed. */
export const editEventForm = z.discriminatedUnion("intent", [editEventInput, previewFields]);

export const cancelEventInput = z.object({ eventId: rowId, reason: textBlock(1_000) });

/** The last page of the public list; deeper pages would burden the database. */
export const lastPage = 500;

const optionalDate = date.optional().catch(undefined);

/** The query string of `/`; an invalid page is null. */
export const listInput = z.object({
  q: searchQuery,
  from: optionalDate,
  to: optionalDate,
  /** The month of the calendar, and then of the list. */
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  page: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((page) => page <= lastPage)
    .nullable()
    .default(1)
    .catch(null),
});

export type ListInput = z.output<typeof listInput>;

/** The query string of `/events.ics` and `/events.atom`: the filters of the list. */
export const feedInput = listInput.pick({ q: true, from: true, to: true });

export type FeedFilter = z.output<typeof feedInput>;

/** The query string of the dashboard: a cursor for each of its lists. */
export const dashboardInput = z.object({ upcoming: cursor, past: cursor });
