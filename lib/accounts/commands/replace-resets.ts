import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passwordResets } from "@/db/schema";
import { isUnused } from "@/lib/auth/unused-link";

/** Voids every unused link that sets a new password for the address. */
export async function replaceResets(tx: Db, email: string, at: Date): Promise<void> {
  await tx
    .update(passwordResets)
    .set({ replacedAt: at })
    .where(and(eq(passwordResets.email, email), isUnused(passwordResets)));
}
