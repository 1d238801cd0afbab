import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { issueLink } from "./issue-link";

type Request = { email: string; next: string | null; at: Date };

/**
 * Mails a link to set a new password. A pending registration gets its confirmation again instead. The outcome
 * is the same for an unknown address.
 */
export async function requestReset(tx: Db, { email, next, at }: Request) {
  const mayMail = (await consume(tx, "mailed-link", email, at)) === 0;
  // This update changes nothing, but it locks the row until the commit, so that links change one at a time.
  const [user] = await tx.update(users).set({ email }).where(eq(users.email, email)).returning();
  if (user && mayMail) {
    const purpose = user.emailVerifiedAt ? "reset-password" : "confirm-email";
    const tokenId = await issueLink(tx, { userId: user.id, purpose, next, at });
    const mail = { recipient: email, dedupeKey: tokenId, at };
    if (user.emailVerifiedAt) {
      await queueMail(tx, { kind: "reset-password", ...mail, facts: { name: user.name, tokenId } });
    } else {
      const facts = { name: user.name, role: user.role, tokenId };
      await queueMail(tx, { kind: "confirm-address", ...mail, facts });
    }
  }
  return done(undefined);
}
