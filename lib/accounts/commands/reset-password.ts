import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { endSessionsOf } from "@/lib/auth/sessions";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { replaceLinks } from "./issue-link";
import { consumeLink, findLinkOwner } from "./use-link";

type Reset = { tokenId: string; passwordHash: string; at: Date };

/** Sets a new password, uses up the link, ends every session and mails a notice. Refuses `link-void`. */
export async function resetPassword(tx: Db, { tokenId, passwordHash, at }: Reset) {
  const link = await findLinkOwner(tx, tokenId, "reset-password");
  if (!link) return refuse("link-void");
  const [user] = await tx
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.id, link.userId), isNotNull(users.emailVerifiedAt)))
    .returning();
  if (!user || !(await consumeLink(tx, tokenId, at))) return refuse("link-void");
  await replaceLinks(tx, user.id, "reset-password", at);
  const sessionsEnded = await endSessionsOf(tx, user.id);
  const entry = { actorId: user.id, action: "account.reset-password", subject: user.id, at };
  await recordAudit(tx, { ...entry, details: { sessionsEnded } });
  await queueMail(tx, {
    kind: "password-changed",
    recipient: user.email,
    dedupeKey: tokenId,
    facts: { name: user.name, how: "reset" },
    at,
  });
  return done({ userId: user.id, next: link.next });
}
