import { Temporal } from "temporal-polyfill";

/** A local date and time stands for one instant, none (skipped by the clocks), or two. */
export type WallTime =
  | { kind: "exact"; at: Date }
  | { kind: "skipped" }
  | { kind: "twice"; earlier: Date; later: Date };

/**
 * The instant of a local date (`YYYY-MM-DD`) and time (`HH:MM`) in an IANA zone.
 * @throws RangeError for a date that does not exist, such as 30 February
 */
export function readWallTime(date: string, time: string, timeZone: string): WallTime {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: "reject" });
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(timeZone, { disambiguation: "later" });
  const at = new Date(earlier.epochMilliseconds);
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: "exact", at };
  // In a gap, both results were moved to existing times, so they differ from the input.
  if (!earlier.toPlainDateTime().equals(local)) return { kind: "skipped" };
  return { kind: "twice", earlier: at, later: new Date(later.epochMilliseconds) };
}

/** The local date (`YYYY-MM-DD`) and time (`HH:MM`) of an instant in a zone. */
export function toWallTime(at: Date, timeZone: string): { date: string; time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

/** A zone's offset from UTC at an instant, in minutes; negative to the west. */
export const utcOffsetMinutes = (at: Date, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).offsetNanoseconds / 60e9;

/** An instant as the clocks of a zone show it, with the offset: `2030-07-01T19:30:00+01:00`. */
export const toOffsetTime = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: "never", smallestUnit: "second" });

/** Current names of zones that Intl lists under outdated ones. */
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

/** Every IANA zone known to this machine, and UTC. */
export function timeZoneNames(): string[] {
  const names = Intl.supportedValuesOf("timeZone").map((name) => renamed.get(name) ?? name);
  return [...new Set([...names, "UTC"])].filter(isTimeZone).sort();
}

/** The one of these zones that somebody typed: by its name or its city, in any case, with spaces or underscores. */
export function findTimeZone(typed: string, names: string[]): string | undefined {
  const wanted = typed.trim().toLowerCase().replaceAll(" ", "_");
  return names.find((name) => `/${name.toLowerCase()}`.endsWith(`/${wanted}`));
}

/** Whether a name is an IANA zone in which times can be computed. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
