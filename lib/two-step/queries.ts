import { and, count, eq, isNull } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { recoveryCodes, twoStepSignIns } from "@/db/schema";
import { openKey } from "./sealed-key";

export type TwoStep = {
  turnedOnAt: Date;
  recoveryCodesLeft: number;
  /** False if AUTH_SECRET has changed since: then only recovery codes count. */
  takesCodes: boolean;
};

/** The two-step sign-in of an account, for its owner; null if it is off. */
export async function findTwoStep(userId: string): Promise<TwoStep | null> {
  const [found] = await reader().select().from(twoStepSignIns).where(eq(twoStepSignIns.userId, userId));
  if (!found) return null;
  return {
    turnedOnAt: found.turnedOnAt,
    recoveryCodesLeft: await countRecoveryCodes(reader(), userId),
    takesCodes: openKey(userId, found.sealedKey) !== null,
  };
}

/** How many recovery codes of an account were not used yet. */
export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const [found] = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return found?.left ?? 0;
}
