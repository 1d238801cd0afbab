import { asc, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passwordResets } from "@/db/schema";
import { linkLifetime } from "@/lib/auth/link-token";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";
import { replaceResets } from "./replace-resets";

type Request = { email: string; next: string | null; at: Date };

/** How long the rows of links are kept, in milliseconds. */
const keptFor = 7 * 24 * 3_600_000;

/**
 * Queues a mail with a link to set a new password, and voids older ones. The worker sends it if the address
 * has an account; a pending registration gets its confirmation again instead. The rows and the outcome are
 * the same for every address.
 */
export async function requestReset(tx: Db, { email, next, at }: Request) {
  // Locks the limit's row until the commit, so that requests for one address come one after the other.
  if ((await consume(tx, "mailed-link", email, at)) > 0) return done(undefined);
  await deleteOld(tx, at);
  await replaceResets(tx, email, at);
  const id = newId();
  const expiresAt = new Date(at.getTime() + linkLifetime["reset-password"]);
  await tx.insert(passwordResets).values({ id, email, next, createdAt: at, expiresAt });
  const mail = { recipient: email, dedupeKey: id, facts: { resetId: id, next }, at };
  await queueMail(tx, { kind: "forgot-password", ...mail });
  return done(undefined);
}

/** Deletes old links, at most a hundred. */
async function deleteOld(tx: Db, at: Date) {
  const old = tx
    .select({ id: passwordResets.id })
    .from(passwordResets)
    .where(lte(passwordResets.createdAt, new Date(at.getTime() - keptFor)))
    .orderBy(asc(passwordResets.createdAt))
    .limit(100);
  await tx.delete(passwordResets).where(inArray(passwordResets.id, old));
}
