import { Temporal } from "temporal-polyfill";

/** What a local date and time in a zone means: one instant, none (skipped by the clocks), or two. */
export type WallTime =
  | { kind: "exact"; at: Date }
  | { kind: "skipped" }
  | { kind: "twice"; earlier: Date; later: Date };

/**
 * The instant of a local date (`YYYY-MM-DD`) and time (`HH:MM`) in an IANA zone. Both must be valid
 * by themselves; a date that does not exist, such as 30 February, throws a RangeError.
 */
export function readWallTime(date: string, time: string, timeZone: string): WallTime {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: "reject" });
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(timeZone, { disambiguation: "later" });
  const at = new Date(earlier.epochMilliseconds);
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: "exact", at };
  // In a gap both answers are moved to times that do exist, so neither reads back as what was typed.
  if (!earlier.toPlainDateTime().equals(local)) return { kind: "skipped" };
  return { kind: "twice", earlier: at, later: new Date(later.epochMilliseconds) };
}

/** The local date (`YYYY-MM-DD`) and time (`HH:MM`) that a zone's clocks show at an instant. */
export function toWallTime(at: Date, timeZone: string): { date: string; time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

/** How many minutes a zone's clocks are ahead of UTC at an instant; negative to the west. */
export const utcOffsetMinutes = (at: Date, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).offsetNanoseconds / 60e9;

/** Zones that Intl still lists by names their people have given up. */
const renamed = new Map([
  ["Africa/Asmera", "Africa/Asmara"],
  ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ["America/Godthab", "America/Nuuk"],
  ["Asia/Calcutta", "Asia/Kolkata"],
  ["Asia/Katmandu", "Asia/Kathmandu"],
  ["Asia/Rangoon", "Asia/Yangon"],
  ["Asia/Saigon", "Asia/Ho_Chi_Minh"],
  ["Atlantic/Faeroe", "Atlantic/Faroe"],
  ["Europe/Kiev", "Europe/Kyiv"],
]);

/** Every IANA zone this machine knows, for the form's list; always with UTC. */
export function timeZoneNames(): string[] {
  const names = Intl.supportedValuesOf("timeZone").map((name) => renamed.get(name) ?? name);
  return [...new Set([...names, "UTC"])].filter(isTimeZone).sort();
}

/** Whether a name is a zone that times can be reckoned in. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
