import { toWallTime } from "@/lib/time/wall-time";
import type { Motif } from "./draw-picture";

/** An event of the demo, with a date relative to the start of the demo. */
export type DemoEvent = {
  name: string;
  location: string;
  /** Who is behind it; by default the account that creates it. */
  host?: string;
  contact?: string;
  picture?: Motif;
  /** Paragraphs and lists, in Markdown. */
  about: string[];
  /** IANA name. */
  zone: string;
  /** Whole days from now; negative for the past. */
  inDays: number;
  /** `HH:MM`, local, in hours that no zone skips or repeats; `soon` is in some 40 minutes. */
  at: string | "soon";
  minutes: number;
  capacity: number;
  /** How many attendees of the crowd hold a ticket. */
  held: number;
};

const minute = 60_000;
const day = 24 * 60 * minute;

/** The event as form values. */
export function typedIn(
  { name, location, host = "", contact = "", about, zone, inDays, at, minutes, capacity }: DemoEvent,
  now: Date,
) {
  const start =
    at === "soon"
      ? toWallTime(new Date(now.getTime() + 41 * minute), zone)
      : { date: toWallTime(new Date(now.getTime() + inDays * day), zone).date, time: at };
  return {
    name,
    location,
    host,
    contact,
    description: about.join("\n\n"),
    ...start,
    timeZone: zone,
    hours: String(Math.floor(minutes / 60)),
    minutes: String(minutes % 60),
    capacity: String(capacity),
  };
}
