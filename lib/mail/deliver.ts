import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { oneTimeTokens } from "@/db/schema";
import { log } from "@/lib/runtime/log";
import { classifySmtpError, describeFailure, isGivenUp, retryPause } from "./failure";
import { endLease, leaseMail, listDue, type OutboxRow } from "./lease";
import type { MailMessage } from "./messages";
import { readMessage } from "./queries";
import { type RenderedMail, renderMail } from "./render";
import type { Transport } from "./transport";

export type Delivery = {
  /** Asked for each mail: a slow server can make a round last minutes, and leases run from here. */
  now: () => Date;
  /** Null: mail stays in the database and is shown at /dev/mailbox. */
  transport: Pick<Transport, "send"> | null;
  /** How many mails are taken at most, and how many are in flight at once. */
  limit: number;
  concurrency: number;
  /** Asked before each mail. */
  stopping?: () => boolean;
  /** Tests only. */
  lease?: typeof leaseMail;
};

export type DeliveryReport = {
  /** How many mails were taken, whatever came of them. */
  taken: number;
  /** True when the mail server itself was in trouble: the queue should rest. */
  trouble: boolean;
};

/**
 * Takes the mails that are due, oldest first, and sends each once; a mail that fails is dead or due
 * again later. Safe with any number of workers. Throws only when the database fails.
 */
export async function deliverDue(delivery: Delivery): Promise<DeliveryReport> {
  const { now, limit, stopping, lease = leaseMail } = delivery;
  const ids = await listDue(now(), limit);
  const report: DeliveryReport = { taken: 0, trouble: false };
  const sendNext = async () => {
    while (!report.trouble && !stopping?.()) {
      const id = ids.shift();
      if (!id) return;
      const mail = await lease(id, now());
      if (!mail) continue;
      report.taken += 1;
      const { pausesQueue } = await deliver(mail, delivery);
      report.trouble ||= pausesQueue;
    }
  };
  // All of them end before anything is thrown, so that nothing goes on behind the caller's back.
  const ends = await Promise.allSettled(Array.from({ length: delivery.concurrency }, sendNext));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return report;
}

async function deliver(
  mail: OutboxRow,
  { now: clock, transport }: Delivery,
): Promise<{ pausesQueue: boolean }> {
  const markDead = async (lastError: string) => {
    await endLease(mail, { state: "dead", lastError });
    return { pausesQueue: false };
  };
  let made: { message: MailMessage; rendered: RenderedMail | null };
  try {
    const message = readMessage(mail);
    made = { message, rendered: transport && (await renderMail(message)) };
  } catch (error) {
    log.error({ err: error, mail: mail.id, kind: mail.kind }, "a mail could not be made");
    return markDead("This mail could not be made; the log says why.");
  }
  const { message, rendered } = made;
  const stale = await staleReason(message, clock());
  if (stale) return markDead(stale);
  try {
    if (transport && rendered) {
      await transport.send({ ...rendered, id: mail.id, recipient: mail.recipient, date: mail.createdAt });
    }
  } catch (error) {
    return postpone(mail, error, clock());
  }
  await endLease(mail, { state: "sent", sentAt: clock(), lastError: null });
  return { pausesQueue: false };
}

async function postpone(mail: OutboxRow, error: unknown, now: Date): Promise<{ pausesQueue: boolean }> {
  const failure = classifySmtpError(error);
  const dead = failure.dead || (failure.counts && isGivenUp(mail, now));
  const details = { mail: mail.id, kind: mail.kind, attempts: mail.attempts, answer: describeFailure(error) };
  log.warn(details, dead ? "a mail is dead" : "a mail will be tried again");
  await endLease(mail, {
    state: dead ? "dead" : "queued",
    lastError: failure.reason,
    dueAt: new Date(now.getTime() + retryPause(mail.attempts)),
    attempts: failure.counts ? mail.attempts : mail.attempts - 1,
  });
  return failure;
}

/** Why a mail with a link is no longer worth sending, or null. */
async function staleReason({ kind, facts }: MailMessage, now: Date): Promise<string | null> {
  if (kind !== "confirm-address" && kind !== "reset-password") return null;
  const [token] = await reader().select().from(oneTimeTokens).where(eq(oneTimeTokens.id, facts.tokenId));
  if (!token || token.replacedAt) return "Its link was replaced by a newer one.";
  if (token.usedAt) return "Its link was used already.";
  if (token.expiresAt.getTime() <= now.getTime()) return "Its link expired before it could be sent.";
  return null;
}
