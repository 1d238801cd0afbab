import { and, desc, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { oneTimeTokens, users } from "@/db/schema";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { issueLink } from "./issue-link";

type Resend = { email: string; next: string | null; at: Date };

/**
 * Mails the link of a pending registration again; its role stays the same. The outcome is the same for a
 * verified and for an unknown address.
 */
export async function resendConfirmation(tx: Db, { email, next, at }: Resend) {
  const mayMail = (await consume(tx, "mailed-link", email, at)) === 0;
  const user = await lockPending(tx, email);
  if (user && mayMail) {
    const tokenId = await issueLink(tx, {
      userId: user.id,
      purpose: "confirm-email",
      next: next ?? (await previousNextPath(tx, user.id)),
      at,
    });
    const facts = { name: user.name, role: user.role, tokenId };
    await queueMail(tx, { kind: "confirm-address", recipient: email, dedupeKey: tokenId, facts, at });
  }
  return done(undefined);
}

/** The pending account of an address, locked until the commit so that its links change one at a time. */
async function lockPending(tx: Db, email: string) {
  const [user] = await tx
    .update(users)
    .set({ email })
    .where(and(eq(users.email, email), isNull(users.emailVerifiedAt)))
    .returning();
  return user;
}

/** The path that the previous link continues at. */
async function previousNextPath(tx: Db, userId: string) {
  const [token] = await tx
    .select({ next: oneTimeTokens.next })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, "confirm-email")))
    .orderBy(desc(oneTimeTokens.createdAt))
    .limit(1);
  return token?.next ?? null;
}
