import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { registrations, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import type { Authenticated } from "@/lib/auth/sessions";
import { isOpen, isUnused } from "@/lib/auth/unused-link";
import { done, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";

/**
 * Makes an account of the registration whose link was opened and whose password was checked, and ends the
 * other registrations of its address. Refuses `already-confirmed` when the address has an account, or
 * `link-void` for a link that has expired or does not exist.
 */
export async function confirmRegistration(
  tx: Db,
  { registrationId, at }: { registrationId: string; at: Date },
) {
  const [found] = await tx.select().from(registrations).where(eq(registrations.id, registrationId));
  if (!found) return refuse("link-void");
  const { name, email, passwordHash, role } = found;
  // The unique address decides which of two simultaneous confirmations is the first.
  const [user] = await tx
    .insert(users)
    .values({ id: newId(), name, email, passwordHash, role, emailVerifiedAt: at, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (!user) return refuse("already-confirmed");
  const [used] = await tx
    .update(registrations)
    .set({ usedAt: at })
    .where(and(eq(registrations.id, registrationId), isOpen(registrations, at)))
    .returning({ id: registrations.id });
  if (!used) return refuse("link-void");
  await tx
    .update(registrations)
    .set({ replacedAt: at })
    .where(and(eq(registrations.email, email), isUnused(registrations)));
  const entry = { actorId: user.id, action: "account.confirm", subject: user.id, at };
  await recordAudit(tx, { ...entry, details: { role } });
  return done({ userId: user.id, role, passwordHash } satisfies Authenticated);
}
