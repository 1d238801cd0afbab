import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { countRequest } from "@/lib/rate-limits/count-request";
import { type StrengthQuestion, strengthEstimator } from "./strength-estimator";

/**
 * Checks the strength of a new password, wherever one is chosen. Refuses `easy-password`, and `limited` with
 * the `seconds` to wait before anything is estimated.
 * @param countedBy whom it counts: the account or the mailed link that may have a new password, or the client address
 * where anybody may, so that nobody uses up the attempts of others
 * @throws Busy when too many passwords wait
 */
export async function checkNewPassword(
  { password, owner }: StrengthQuestion,
  { countedBy, now }: { countedBy: string; now: Date },
): Promise<Outcome<undefined, "easy-password" | "limited">> {
  const allowed = await countRequest("new-password", countedBy, now);
  if (!allowed.ok) return allowed;
  const { name, email } = owner;
  const isEasy = await strengthEstimator()({ password, owner: { name, email } });
  return isEasy ? refuse("easy-password") : done(undefined);
}
