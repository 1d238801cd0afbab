import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { recoveryCodes } from "@/db/schema";
import { hashRecoveryCode } from "../recovery-code";

/** Replaces every recovery code of an account, used ones too. */
export async function replaceRecoveryCodes(tx: Db, userId: string, codes: string[]): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const rows = codes.map((code) => ({ userId, codeHash: hashRecoveryCode(userId, code) }));
  await tx.insert(recoveryCodes).values(rows);
}
