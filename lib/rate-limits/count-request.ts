import { done, type Outcome, record, refuse } from "@/lib/outcome/outcome";
import { consume, type LimitName } from "./rate-limit";

/** Counts one, in a transaction of its own. Refuses `limited` with the `seconds` to wait. */
export async function countRequest(
  name: LimitName,
  who: string,
  at: Date,
): Promise<Outcome<undefined, "limited">> {
  const seconds = await record((tx) => consume(tx, name, who, at));
  return seconds > 0 ? refuse("limited", { seconds }) : done(undefined);
}
