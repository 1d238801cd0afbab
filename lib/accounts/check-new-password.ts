import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { countRequest } from "@/lib/rate-limits/count-request";
import { type StrengthQuestion, strengthEstimator } from "./strength-estimator";

/**
 * Checks the strength of a new password, wherever one is chosen. Refuses `easy-password`, and `limited` with
 * the `seconds` to wait before anything is estimated.
 * @throws Busy when too many passwords wait
 */
export async function checkNewPassword(
  { password, owner }: StrengthQuestion,
  { clientAddress, now }: { clientAddress: string; now: Date },
): Promise<Outcome<undefined, "easy-password" | "limited">> {
  const allowed = await countRequest("new-password", clientAddress, now);
  if (!allowed.ok) return allowed;
  const { name, email } = owner;
  const isEasy = await strengthEstimator()({ password, owner: { name, email } });
  return isEasy ? refuse("easy-password") : done(undefined);
}
