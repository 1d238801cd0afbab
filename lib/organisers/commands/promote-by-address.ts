import type { Db } from "@/db/client";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { refuse } from "@/lib/outcome/outcome";
import { consume, refund } from "@/lib/rate-limits/rate-limit";
import { type OrganiserActor, promoteAttendee } from "./promote";

type Promotion = { actor: OrganiserActor; event: ManagedEventRow; email: string; now: Date };

/**
 * Makes the attendee with exactly this address an organiser of one event. Addresses without an attendee account
 * are limited for each actor, so that nobody finds out who has an account. Counted before, so that parallel
 * requests get no extra attempts. Refuses as `promoteAttendee` does, and `limited` with the `seconds` to wait;
 * commit in every case.
 */
export async function promoteByAddress(tx: Db, { actor, event, email, now }: Promotion) {
  const seconds = await consume(tx, "wrong-attendee", actor.id, now);
  if (seconds > 0) return refuse("limited", { seconds });
  const outcome = await promoteAttendee(tx, { actor, event, who: { email }, now });
  if (outcome.ok) await refund(tx, "wrong-attendee", actor.id);
  return outcome;
}
