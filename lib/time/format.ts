const locale = "en-GB";

/** Tried in order for a familiar abbreviation such as EDT or AEST; en-GB has GMT-4 for New York. */
const zoneLocales = ["en-GB", "en-US", "en-CA", "en-AU", "en-NZ", "en-ZA", "en-IN", "ja-JP"];

// Creating a formatter takes many times longer than using it, and a list of events needs dozens.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  if (formatters.size >= 1_000) formatters.clear();
  const made = new Intl.DateTimeFormat(language, options);
  formatters.set(key, made);
  return made;
}

function part(
  type: Intl.DateTimeFormatPartTypes,
  at: Date,
  language: string,
  options: Intl.DateTimeFormatOptions,
) {
  const parts = formatter(language, options).formatToParts(at);
  return parts.find((found) => found.type === type)?.value ?? "";
}

/** The zone's abbreviation on that date, such as `BST`; `GMT+5:45` for a zone without letters. */
export function zoneAbbreviation(at: Date, timeZone: string): string {
  let plain = "";
  for (const language of zoneLocales) {
    const name = part("timeZoneName", at, language, { timeZone, timeZoneName: "short" });
    if (!/^(GMT|UTC)[+-]/.test(name)) return name;
    plain ||= name;
  }
  return plain || timeZone;
}

const dayFormat: Intl.DateTimeFormatOptions = {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
};

const formatDay = (at: Date, timeZone: string) =>
  formatter(locale, { ...dayFormat, timeZone })
    .format(at)
    .replace(",", "");

/** `19:30` */
export const formatClock = (at: Date, timeZone: string) =>
  formatter(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(at);

export type EventTime = {
  /** `Saturday 14 March 2027` */
  date: string;
  /** `19:30–21:00`, or `19:30 – Sunday 15 March 2027, 02:00` if it ends on another day. */
  time: string;
  isOneDay: boolean;
  /** The abbreviation at the end, such as `GMT`; `time` contains the one at the start if that differs. */
  zone: string;
};

/** An event's date and time in its own zone. */
export function formatEventTime(startsAt: Date, endsAt: Date, timeZone: string): EventTime {
  const date = formatDay(startsAt, timeZone);
  const lastDay = formatDay(endsAt, timeZone);
  const [from, to] = [formatClock(startsAt, timeZone), formatClock(endsAt, timeZone)];
  const [zoneFrom, zone] = [zoneAbbreviation(startsAt, timeZone), zoneAbbreviation(endsAt, timeZone)];
  // If the clocks change during the event: `01:30 BST–01:30`, then `GMT`.
  const start = zoneFrom === zone ? from : `${from} ${zoneFrom}`;
  const isOneDay = date === lastDay;
  return { date, time: isOneDay ? `${start}–${to}` : `${start} – ${lastDay}, ${to}`, isOneDay, zone };
}

const formatShortDay = (at: Date, timeZone: string) =>
  formatter(locale, { weekday: "short", day: "numeric", month: "short", timeZone })
    .format(at)
    .replace(",", "");

/** When an event starts, in few words: `Sat 14 Mar, 19:30`. */
export const formatStart = (at: Date, timeZone: string): string =>
  `${formatShortDay(at, timeZone)}, ${formatClock(at, timeZone)}`;

/** An event's date and times in few words: `Sat 14 Mar 2027, 19:30–21:00 GMT`, or with the short last day. */
export function formatWhen(startsAt: Date, endsAt: Date, timeZone: string): string {
  const day = formatter(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  });
  return `${day.format(startsAt).replace(",", "")}, ${formatTimes(startsAt, endsAt, timeZone)}`;
}

/** An event's times below the heading of its day: `19:30–21:00 GMT`, or `19:30 – Sun 15 Mar, 02:00 GMT`. */
export function formatTimes(startsAt: Date, endsAt: Date, timeZone: string): string {
  const { time, isOneDay, zone } = formatEventTime(startsAt, endsAt, timeZone);
  if (isOneDay) return `${time} ${zone}`;
  return `${time.replace(formatDay(endsAt, timeZone), formatShortDay(endsAt, timeZone))} ${zone}`;
}

/**
 * The heading of a day in a list: `Tomorrow` and `Sun 15 March`, or `Sunday` and `15 March`; with the year, if it is
 * not that of today.
 * @param date `YYYY-MM-DD`, like `today`
 */
export function formatDayHeading(date: string, today: string): { name: string; date: string } {
  const [at, tomorrow] = [new Date(`${date}T12:00Z`), new Date(`${today}T12:00Z`)];
  tomorrow.setUTCDate(tomorrow.getUTCDate() + 1);
  const year = date.slice(0, 4) === today.slice(0, 4) ? undefined : "numeric";
  const name = date === today ? "Today" : date === dateOf(tomorrow) ? "Tomorrow" : null;
  const parts = { day: "numeric", month: "long", year, timeZone: "UTC" } as const;
  if (!name)
    return {
      name: formatter(locale, { weekday: "long", timeZone: "UTC" }).format(at),
      date: formatter(locale, parts).format(at),
    };
  return {
    name,
    date: formatter(locale, { weekday: "short", ...parts })
      .format(at)
      .replace(",", ""),
  };
}

const dateOf = (at: Date) => at.toISOString().slice(0, 10);

/** `December 2026`. @param month `YYYY-MM` */
export const formatMonth = (month: string): string =>
  formatter(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-15T12:00Z`),
  );

/** `Sunday 15 March 2027`. @param date `YYYY-MM-DD` */
export const formatDate = (date: string): string => formatDay(new Date(`${date}T12:00Z`), "UTC");

/** An event's date and times in full: `Saturday 14 March 2027, 19:30–21:00 GMT`. */
export function formatWhenInFull(startsAt: Date, endsAt: Date, timeZone: string): string {
  const { date, time, zone } = formatEventTime(startsAt, endsAt, timeZone);
  return `${date}, ${time} ${zone}`;
}

/** The parts of a date badge, such as `SAT`, `14`, `MAR`. */
export function formatDateBadge(
  at: Date,
  timeZone: string,
): { weekday: string; day: string; month: string; year: string } {
  const get = (type: Intl.DateTimeFormatPartTypes, options: Intl.DateTimeFormatOptions) =>
    part(type, at, locale, { ...options, timeZone });
  return {
    weekday: get("weekday", { weekday: "short" }),
    day: get("day", { day: "numeric" }),
    month: get("month", { month: "short" }),
    year: get("year", { year: "numeric" }),
  };
}

/** `22 Nov 2026, 14:05 GMT`, for records such as the time of a ticket request. */
export function formatStamp(at: Date, timeZone: string): string {
  const day = formatter(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  }).format(at);
  return `${day}, ${formatClock(at, timeZone)} ${zoneAbbreviation(at, timeZone)}`;
}

/**
 * How long it takes until an event starts, in one or two units: `in 3 days 4 hours`, `in 12 minutes`, `in less than a
 * minute`; `now` once it has started.
 */
export function formatUntil(startsAt: Date, now: Date): string {
  const minutes = Math.floor((startsAt.getTime() - now.getTime()) / 60_000);
  if (minutes < 0) return "now";
  if (minutes === 0) return "in less than a minute";
  const coarse = minutes >= 1440 ? minutes - (minutes % 60) : minutes;
  return `in ${formatDuration(coarse >= 14 * 1440 ? coarse - (coarse % 1440) : coarse)}`;
}

/** `2 hours 30 minutes`, `3 days`, from whole minutes. */
export function formatDuration(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}
