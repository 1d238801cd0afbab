import type { Db } from "@/db/client";
import { passwordResets } from "@/db/schema";
import { linkLifetime } from "@/lib/auth/link-token";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { deleteOldLinks } from "./delete-old-links";

type Request = { email: string; next: string | null; at: Date };

/**
 * Queues a mail with a link to set a new password. Older links stay valid, as anybody can ask for another one; the
 * first that is used voids the others. The worker sends it if the address has an account; a pending registration gets
 * its confirmation again instead. The rows and the outcome are the same for every address.
 */
export async function requestReset(tx: Db, { email, next, at }: Request) {
  // Locks the limit's row until the commit, so that requests for one address come one after the other.
  if ((await consume(tx, "mailed-link", email, at)) > 0) return done(undefined);
  await deleteOldLinks(tx, passwordResets, at);
  const id = newId();
  const expiresAt = new Date(at.getTime() + linkLifetime["reset-password"]);
  await tx.insert(passwordResets).values({ id, email, next, createdAt: at, expiresAt });
  const mail = { recipient: email, dedupeKey: id, facts: { resetId: id, next }, at };
  await queueMail(tx, { kind: "forgot-password", ...mail });
  return done(undefined);
}
