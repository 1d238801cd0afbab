import type { Db } from "@/db/client";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume, refund } from "@/lib/rate-limits/rate-limit";
import { settings } from "@/lib/runtime/env";
import { sameSecret } from "@/lib/runtime/same-secret";

type Attempt = { given: string; clientAddress: string; at: Date };

/**
 * Checks an organiser code. Counts the attempt before the check, so that parallel requests get no extra
 * attempts. Refuses `wrong-code`, or `limited` with the `seconds` to wait; commit in every case.
 */
export async function tryOrganiserCode(tx: Db, { given, clientAddress, at }: Attempt) {
  const wait = await consume(tx, "organiser-code", clientAddress, at);
  if (wait > 0) return refuse("limited", { seconds: wait });
  if (!sameSecret(given, settings().organiserCode)) return refuse("wrong-code");
  await refund(tx, "organiser-code", clientAddress);
  return done(undefined);
}
