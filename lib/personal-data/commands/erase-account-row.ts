import { and, eq, lte, type SQL } from "drizzle-orm";
import type { Db } from "@/db/client";
import {
  drafts,
  exclusions,
  passkeys,
  passwordResets,
  recoveryCodes,
  registrations,
  twoStepSignIns,
  users,
} from "@/db/schema";
import { deletedName } from "@/lib/auth/existing-account";
import { endSessionsOf } from "@/lib/auth/sessions";

/**
 * Erases name, address and password of an account, ends its sessions, and deletes what belongs to it alone and the
 * links of its address until the deletion; later ones may be of somebody who registers anew.
 * @returns false when `condition` does not hold for the account; nothing is changed then
 */
export async function eraseAccountRow(
  tx: Db,
  { userId, email, deletedAt }: { userId: string; email: string; deletedAt: Date },
  condition?: SQL,
): Promise<boolean> {
  const [erased] = await tx
    .update(users)
    .set({ name: deletedName, email: null, passwordHash: "" })
    .where(and(eq(users.id, userId), condition))
    .returning({ id: users.id });
  if (!erased) return false;
  await endSessionsOf(tx, userId);
  for (const links of [registrations, passwordResets])
    await tx.delete(links).where(and(eq(links.email, email), lte(links.createdAt, deletedAt)));
  await tx.delete(drafts).where(eq(drafts.ownerId, userId));
  for (const own of [exclusions, twoStepSignIns, recoveryCodes, passkeys])
    await tx.delete(own).where(eq(own.userId, userId));
  return true;
}
