import type { Verdict } from "@/lib/check-in/verdict";
import { formatClock, formatStart } from "@/lib/time/format";

export type VerdictTone = "good" | "accent" | "bad" | "ink";

export type VerdictWords = {
  tone: VerdictTone;
  /** `Checked in`, `Already checked in` or `Not valid`. */
  word: string;
  /** The name, or why not. */
  main: string;
  more: string;
};

type Place = { timeZone: string; now: Date };

/** The time of a day, with the day if that is not today. */
function when(iso: string, { timeZone, now }: Place): string {
  const at = new Date(iso);
  const start = formatStart(at, timeZone);
  return start.split(",")[0] === formatStart(now, timeZone).split(",")[0] ? formatClock(at, timeZone) : start;
}

/** What a verdict says to whoever stands at the door; times are of the event's zone. */
export function verdictWords(verdict: Verdict, place: Place): VerdictWords {
  if (verdict.result === "checked-in")
    return { tone: "good", word: "Checked in", main: verdict.name, more: `Ticket …${verdict.ending}` };
  if (verdict.result === "already")
    return {
      tone: "accent",
      word: "Already checked in",
      main: verdict.name,
      more: `Scanned ${when(verdict.at, place)}, ${verdict.door}`,
    };
  const [main, more] = reasonWords(verdict, place);
  return { tone: verdict.reason === "other-event" ? "ink" : "bad", word: "Not valid", main, more };
}

function reasonWords(
  verdict: Extract<Verdict, { result: "not-valid" }>,
  place: Place,
): [main: string, more: string] {
  switch (verdict.reason) {
    case "cancelled":
      return ["Cancelled by the holder", `on ${formatStart(new Date(verdict.at), place.timeZone)}`];
    case "taken-back":
      return ["Taken back by the organisers", `on ${formatStart(new Date(verdict.at), place.timeZone)}`];
    case "event-cancelled":
      return ["The event was cancelled", `on ${formatStart(new Date(verdict.at), place.timeZone)}`];
    case "other-event":
      return [
        "Other event",
        `Valid for ${verdict.event}, ${formatStart(new Date(verdict.startsAt), verdict.timeZone)}`,
      ];
    case "too-early":
      return ["Too early", `Check-in opens at ${when(verdict.at, place)}.`];
    case "too-late":
      return ["Too late", `Check-in closed at ${when(verdict.at, place)}.`];
    case "not-listed":
      return [
        "Not on the list of this door",
        `It is unknown, or newer than ${when(verdict.at, place)}. Scan it again when there is a network.`,
      ];
    case "no-list":
      return ["No network", "This door has not loaded its list yet. Connect it once, then scan again."];
    case "unknown":
      return ["Unknown code", "No ticket has this code."];
    case "unreadable":
      return ["Not a ticket code", "A code has 16 letters and digits."];
    case "no-access":
      return ["Signed out", "Sign in again in another tab, then scan again."];
    case "pass-ended":
      return ["Door pass ended", "Ask the organisers for a new one."];
    case "limited":
      return ["Too many scans", "Wait a minute, then scan again."];
  }
}
