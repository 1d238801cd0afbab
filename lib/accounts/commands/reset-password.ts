import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passwordResets, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { endSessionsOf } from "@/lib/auth/sessions";
import { isOpen } from "@/lib/auth/unused-link";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { replaceResets } from "./replace-resets";

type Reset = { resetId: string; passwordHash: string; at: Date };

/** Sets a new password, uses up the link, ends every session and mails a notice. Refuses `link-void`. */
export async function resetPassword(tx: Db, { resetId, passwordHash, at }: Reset) {
  const [link] = await tx.select().from(passwordResets).where(eq(passwordResets.id, resetId));
  if (!link) return refuse("link-void");
  // Locks the user's row before the link's, in the same order as a change of password.
  const [user] = await tx.update(users).set({ passwordHash }).where(eq(users.email, link.email)).returning();
  if (!user || !(await consumeReset(tx, resetId, at))) return refuse("link-void");
  await replaceResets(tx, link.email, at);
  const sessionsEnded = await endSessionsOf(tx, user.id);
  const entry = { actorId: user.id, action: "account.reset-password", subject: user.id, at };
  await recordAudit(tx, { ...entry, details: { sessionsEnded } });
  await queueMail(tx, {
    kind: "password-changed",
    recipient: link.email,
    dedupeKey: resetId,
    facts: { name: user.name, how: "reset" },
    at,
  });
  return done({ userId: user.id, next: link.next });
}

/** Uses up a link; false if it was used, replaced or has expired. */
async function consumeReset(tx: Db, id: string, at: Date): Promise<boolean> {
  const used = await tx
    .update(passwordResets)
    .set({ usedAt: at })
    .where(and(eq(passwordResets.id, id), isOpen(passwordResets, at)))
    .returning({ id: passwordResets.id });
  return used.length === 1;
}
