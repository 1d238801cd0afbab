import { formatCount } from "@/components/ui/format-count";
import { formatEventTime } from "@/lib/time/format";
import { findTimeZone, readWallTime, toWallTime } from "@/lib/time/wall-time";

export type TypedSchedule = { startsAt: Date; endsAt: Date; durationMinutes: number; timeZone: string };

/** What a form's fields say of when an event is; null while they are incomplete, ambiguous, or of the past. */
export function readTypedSchedule(
  fields: Record<string, string>,
  timeZones: string[],
  now: Date,
): TypedSchedule | null {
  const { date = "", time = "", hours = "", minutes = "", disambiguation } = fields;
  const timeZone = findTimeZone(fields.timeZone ?? "", timeZones);
  const durationMinutes = Number(hours) * 60 + Number(minutes);
  if (
    !timeZone ||
    hours === "" ||
    minutes === "" ||
    !(durationMinutes >= 5 && durationMinutes <= 31 * 24 * 60)
  )
    return null;
  const startsAt = instantOf(date, time, timeZone, disambiguation);
  if (!startsAt || startsAt <= now) return null;
  const endsAt = new Date(startsAt.getTime() + durationMinutes * 60_000);
  return { startsAt, endsAt, durationMinutes, timeZone };
}

function instantOf(date: string, time: string, timeZone: string, choice?: string): Date | null {
  try {
    const read = readWallTime(date, time, timeZone);
    if (read.kind === "exact") return read.at;
    const isChosen = read.kind === "twice" && (choice === "earlier" || choice === "later");
    return isChosen ? read[choice] : null;
  } catch {
    // Drafts may hold a date that does not exist, and old browsers may not know the zone.
    return null;
  }
}

/** `Sunday 14 March 2027, in 110 days, 19:30–22:00 GMT` */
export function scheduleInWords({ startsAt, endsAt, timeZone }: TypedSchedule, now: Date): string {
  const { date, time, zone } = formatEventTime(startsAt, endsAt, timeZone);
  const dayOf = (at: Date) => Date.parse(toWallTime(at, timeZone).date);
  const days = (dayOf(startsAt) - dayOf(now)) / 86_400_000;
  return `${date}, ${["today", "tomorrow"][days] ?? `in ${formatCount(days)} days`}, ${time} ${zone}`;
}
