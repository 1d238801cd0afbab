import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { zoneAbbreviation } from "@/lib/time/format";
import { readWallTime } from "@/lib/time/wall-time";

export type ScheduleInput = {
  /** `YYYY-MM-DD` and `HH:MM`, local in the zone. */
  date: string;
  time: string;
  timeZone: string;
  durationMinutes: number;
  /** Which of two instants is meant, when the local time occurs twice. */
  disambiguation?: "earlier" | "later";
};

export type Schedule = { startsAt: Date; endsAt: Date };

const fiveYearsAhead = (now: Date) => new Date(now).setUTCFullYear(now.getUTCFullYear() + 5);

/**
 * The start and end of an event from its local date and time. Refuses a time that the clocks skip or show
 * twice (with both zone abbreviations in the facts), a past one, and one over 5 years away.
 */
export function readSchedule(
  input: ScheduleInput,
  now: Date,
): Outcome<Schedule, "time-skipped" | "time-twice" | "past" | "too-far"> {
  const read = readWallTime(input.date, input.time, input.timeZone);
  if (read.kind === "skipped") return refuse("time-skipped");
  if (read.kind === "twice" && !input.disambiguation) {
    return refuse("time-twice", {
      earlier: zoneAbbreviation(read.earlier, input.timeZone),
      later: zoneAbbreviation(read.later, input.timeZone),
    });
  }
  const startsAt = read.kind === "exact" ? read.at : read[input.disambiguation ?? "earlier"];
  if (startsAt.getTime() <= now.getTime()) return refuse("past");
  if (startsAt.getTime() > fiveYearsAhead(now)) return refuse("too-far");
  return done({ startsAt, endsAt: new Date(startsAt.getTime() + input.durationMinutes * 60_000) });
}
