import { defaultHost } from "@/lib/events/default-host";
import type { Draft, ManagedEvent } from "@/lib/events/queries";
import { settings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import { isTimeZone, timeZoneNames, toWallTime } from "@/lib/time/wall-time";

/** The form of an event that nobody has begun. */
export const blankForm = (viewer: { name: string }) => ({
  formId: newId(),
  host: defaultHost(viewer),
  timeZone: settings().eventTimeZone,
  hours: "2",
  minutes: "0",
});

/** The form of a duplicate. */
export const formOfCopy = (event: ManagedEvent) => ({
  formId: newId(),
  name: event.name,
  description: event.description,
  location: event.location,
  host: event.host,
  contact: event.contact,
  pictureId: event.pictureId ?? "",
  capacity: String(event.capacity),
  ...toWallTime(event.startsAt, event.timeZone),
  timeZone: event.timeZone,
  hours: String(Math.floor(event.durationMinutes / 60)),
  minutes: String(event.durationMinutes % 60),
});

/** The form of a draft, as it was saved. */
export const formOfDraft = ({ id, fields, pictureId, revision }: Draft) => ({
  ...fields,
  pictureId: pictureId ?? "",
  draftId: id,
  revision: String(revision),
});

/** What the form offers: the time zones, with its own among them, and the first date. */
export const choicesFor = ({ timeZone }: { timeZone: string }, now: Date) => ({
  timeZones: [...new Set([...timeZoneNames(), timeZone])].filter(isTimeZone).sort(),
  today: toWallTime(new Date(now.getTime() - 86_400_000), "UTC").date,
});
