import type { Db } from "@/db/client";
import { refuse } from "@/lib/outcome/outcome";
import { consume, refund } from "@/lib/rate-limits/rate-limit";
import { type OrganiserActor, promoteAttendee } from "./promote";

type Promotion = { actor: OrganiserActor; eventId: string; email: string; now: Date };

/**
 * Makes the attendee with exactly this address an organiser of one event. Addresses without an attendee account
 * are limited for each actor, so that nobody finds out who has an account. Counted before, so that parallel
 * requests get no extra attempts. Refuses as `promoteAttendee` does, and `limited` with the `seconds` to wait;
 * commit in every case.
 */
export async function promoteByAddress(tx: Db, { actor, eventId, email, now }: Promotion) {
  const seconds = await consume(tx, "wrong-attendee", actor.id, now);
  if (seconds > 0) return refuse("limited", { seconds });
  const outcome = await promoteAttendee(tx, { actor, eventId, who: { email }, now });
  if (outcome.ok || outcome.reason === "not-found") await refund(tx, "wrong-attendee", actor.id);
  return outcome;
}
