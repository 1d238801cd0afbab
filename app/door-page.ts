import type { DoorFacts } from "@/components/check-in/door";
import type { DoorKeeper } from "@/lib/check-in/commands/find-door";
import { doorWindow } from "@/lib/check-in/door-window";
import { doorPageInput } from "@/lib/check-in/input";
import { type DoorView, findOwnScan } from "@/lib/check-in/queries";
import type { Verdict } from "@/lib/check-in/verdict";
import { type Outcome, refuse } from "@/lib/outcome/outcome";
import { now } from "@/lib/runtime/clock";

// What the two pages of doors share: of a pass, and of an event's organisers.

export const doorFacts = ({ name, event, checkedIn, hasEnded }: DoorView, address: string): DoorFacts => ({
  address,
  name,
  eventName: event.name,
  timeZone: event.timeZone,
  startsAt: event.startsAt,
  endsAt: event.endsAt,
  checkedIn,
  // Organisers check in at any time, with a network.
  hasEnded: hasEnded || now() >= doorWindow(event).closesAt,
});

/** What the address says was done last without JavaScript. */
export async function shownScan(
  keeper: DoorKeeper,
  search: Record<string, unknown>,
): Promise<Verdict | "undone" | null> {
  if (search.done === "undone") return "undone";
  const { scan } = doorPageInput.parse(search);
  return scan ? findOwnScan(keeper, scan, now()) : null;
}

/** The answer to a form: an accepted ticket leads to `redirectTo`, any other verdict is the refusal's facts. */
export function answerScan(
  outcome: Outcome<Verdict>,
  redirectTo: (nonce: string) => string,
): Outcome<string> {
  if (!outcome.ok && outcome.reason !== "pass-ended") return outcome;
  const verdict: Verdict = outcome.ok ? outcome.value : { result: "not-valid", reason: "pass-ended" };
  if (verdict.result === "checked-in") return { ok: true, value: redirectTo(verdict.nonce) };
  return refuse(verdict.result, verdict);
}
