import { asc, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { usedChallenges } from "@/db/schema";

/** Longer than any challenge is valid, in ms. */
const keptFor = 600_000;

/** Uses a challenge up; false if it was used before. Also forgets some that have expired. */
export async function consumeChallenge(tx: Db, challenge: string, at: Date): Promise<boolean> {
  const expired = tx
    .select({ challenge: usedChallenges.challenge })
    .from(usedChallenges)
    .where(lte(usedChallenges.expiresAt, at))
    .orderBy(asc(usedChallenges.expiresAt))
    .limit(100);
  await tx.delete(usedChallenges).where(inArray(usedChallenges.challenge, expired));
  const [used] = await tx
    .insert(usedChallenges)
    .values({ challenge, expiresAt: new Date(at.getTime() + keptFor) })
    .onConflictDoNothing()
    .returning({ challenge: usedChallenges.challenge });
  return used !== undefined;
}
