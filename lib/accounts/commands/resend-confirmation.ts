import type { Db } from "@/db/client";
import { queueMail } from "@/lib/mail/outbox";
import { done } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";

type Resend = { email: string; next: string | null; at: Date };

/**
 * Queues another mail with the link of the newest pending registration, if the worker finds one. The rows and
 * the outcome are the same for every address.
 */
export async function resendConfirmation(tx: Db, { email, next, at }: Resend) {
  if ((await consume(tx, "mailed-link", email, at)) > 0) return done(undefined);
  const mail = { recipient: email, dedupeKey: newId(), facts: { next }, at };
  await queueMail(tx, { kind: "resend-confirmation", ...mail });
  return done(undefined);
}
