import { describe, expect, it } from "vitest";
import type { NotValid, Verdict } from "@/lib/check-in/verdict";
import { verdictWords } from "./verdict-words";

const place = { timeZone: "Europe/London", now: new Date("2030-06-01T19:00Z") };
const at = "2030-06-01T17:02:00.000Z";
const earlier = "2030-05-24T20:56:00.000Z";
const words = (verdict: Verdict) => verdictWords(verdict, place);

describe("verdictWords", () => {
  it("names whoever is let in", () => {
    expect(words({ result: "checked-in", name: "Priya", ending: "R1H8", nonce: "n" })).toEqual({
      ...{ tone: "good", word: "Checked in", main: "Priya", more: "Ticket …R1H8" },
    });
  });

  it.each([
    [at, "Scanned 18:02, Door B"],
    [earlier, "Scanned Fri 24 May, 21:56, Door B"],
  ])("says of a ticket that was checked in at %s when and where", (time, more) => {
    const verdict = { result: "already", name: "Priya", ending: "R1H8", at: time, door: "Door B" } as const;
    expect(words(verdict)).toEqual({ tone: "accent", word: "Already checked in", main: "Priya", more });
  });

  const other = { event: "Letterpress", startsAt: "2030-06-02T09:30:00Z", timeZone: "Europe/Paris" };
  const reasons: [Omit<NotValid, "result">, string, string][] = [
    [{ reason: "cancelled", at: earlier }, "Cancelled by the holder", "on Fri 24 May, 21:56"],
    [{ reason: "taken-back", at: earlier }, "Taken back by the organisers", "on Fri 24 May, 21:56"],
    [{ reason: "event-cancelled", at: earlier }, "The event was cancelled", "on Fri 24 May, 21:56"],
    [{ reason: "other-event", ...other }, "Other event", "Valid for Letterpress, Sun 2 Jun, 11:30"],
    [{ reason: "too-early", at }, "Too early", "Check-in opens at 18:02."],
    [{ reason: "too-late", at: earlier }, "Too late", "Check-in closed at Fri 24 May, 21:56."],
    [
      { reason: "not-listed", at },
      "Not on the list of this door",
      expect.stringContaining("newer than 18:02"),
    ],
    ...(["no-list", "unknown", "unreadable", "no-access", "pass-ended", "limited"] as const).map(
      (reason): [Omit<NotValid, "result">, string, string] => [
        { reason },
        expect.any(String),
        expect.stringMatching(/\.$/),
      ],
    ),
  ].map(([verdict, main, more]) => [verdict, main, more] as [Omit<NotValid, "result">, string, string]);

  it.each(reasons)("gives a reason: %o", (verdict, main, more) => {
    const { tone, word, ...rest } = words({ result: "not-valid", ...verdict } as NotValid);
    expect(word).toBe("Not valid");
    expect(tone).toBe((verdict as NotValid).reason === "other-event" ? "ink" : "bad");
    expect(rest).toEqual({ main, more });
  });
});
