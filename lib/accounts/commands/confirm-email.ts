import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import { consumeLink, findLinkOwner } from "./use-link";

/**
 * Verifies the address of the registration that mailed the link and returns the path to continue at. Refuses
 * `already-confirmed`, or `link-void` for a used, replaced, expired or invalid link.
 */
export async function confirmEmail(tx: Db, { tokenId, at }: { tokenId: string; at: Date }) {
  const link = await findLinkOwner(tx, tokenId, "confirm-email");
  if (!link) return refuse("link-void");
  // Locks the user's row before the link's, in the same order as a new registration.
  const [user] = await tx
    .update(users)
    .set({ emailVerifiedAt: at })
    .where(and(eq(users.id, link.userId), isNull(users.emailVerifiedAt)))
    .returning({ id: users.id, role: users.role });
  if (!user) return refuse("already-confirmed");
  if (!(await consumeLink(tx, tokenId, at))) return refuse("link-void");
  const entry = { actorId: user.id, action: "account.confirm", subject: user.id, at };
  await recordAudit(tx, { ...entry, details: { role: user.role } });
  return done({ next: link.next });
}
