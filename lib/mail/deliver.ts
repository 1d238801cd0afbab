import { isUnavailable } from "@/db/client";
import { log } from "@/lib/runtime/log";
import type { MailResult } from "@/lib/runtime/metrics";
import { prepareMail } from "./account-mail";
import { classifySmtpError, describeFailure, isGivenUp, retryPause } from "./failure";
import { keepLease, leaseMail, listDue } from "./lease";
import { createMarks, type Marks } from "./marks";
import type { MailMessage } from "./messages";
import type { OutboxRow } from "./outbox";
import { priorities } from "./priority";
import { type RenderedMail, renderMail } from "./render";
import { findReplyTo } from "./reply-to";
import { skipReason } from "./skip-reason";
import type { Transport } from "./transport";

export type Delivery = {
  /** Asked for each mail: a slow server can make a round last minutes, and leases run from here. */
  now: () => Date;
  /** Null: mail stays in the database and is shown at /dev/mailbox. */
  transport: Pick<Transport, "send" | "verify"> | null;
  /** What earlier rounds could not mark; by default nothing. */
  marks?: Marks;
  /** How many mails are in flight at once. */
  concurrency: number;
  /** How many mails are taken at most; by default all that are due. */
  limit?: number;
  /** Called when no mail is due: resolves when to look again. By default the round ends. */
  lookAgain?: () => Promise<unknown>;
  /** Asked before each mail. */
  stopping?: () => boolean;
  /** Told what became of each mail. */
  report?: (result: MailResult) => void;
  /** Tests only. */
  lease?: typeof leaseMail;
};

export type DeliveryReport = {
  /** How many mails were taken, whatever came of them. */
  taken: number;
  /** True when the mail server itself was in trouble: the queue should rest. */
  trouble: boolean;
};

/** How many mails are looked up at once: few, because a mail with a higher priority comes after them. */
const batch = 20;

const { stalled, ...usual } = priorities;

/**
 * Takes the mails that are due, by priority and then oldest first, and sends each once; a mail that fails is dead
 * or due again later. Safe with any number of workers. Throws only when the database fails.
 */
export async function deliverDue(given: Delivery): Promise<DeliveryReport> {
  const delivery = { marks: createMarks(), limit: Number.POSITIVE_INFINITY, ...given };
  const { now, limit, marks, concurrency, lookAgain, stopping, lease = leaseMail } = delivery;
  const report: DeliveryReport = { taken: 0, trouble: false };
  let failed = false;
  let ids: string[] = [];
  let looking: Promise<void> | undefined;
  let waiting: Promise<unknown> | undefined;
  const look = async () => {
    ids = await listDue(now(), batch, Object.values(usual));
  };

  /** The first lane prefers mails to recipients that stall, and no other lane takes them. */
  const nextDue = async (isFirst: boolean): Promise<string | undefined> => {
    const [slow] = isFirst ? await listDue(now(), 1, [stalled]) : [];
    if (slow) return slow;
    if (ids.length === 0) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      await looking;
    }
    return ids.shift();
  };

  const sendNext = async (isFirst: boolean) => {
    while (!failed && !report.trouble && !stopping?.() && report.taken < limit) {
      await marks.repeat();
      const id = await nextDue(isFirst);
      if (!id) {
        if (!lookAgain) return;
        waiting ??= lookAgain().finally(() => {
          waiting = undefined;
        });
        await waiting;
        continue;
      }
      const mail = await lease(id, now());
      if (!mail) continue;
      report.taken += 1;
      const { pausesQueue } = await deliver(mail, delivery);
      report.trouble ||= pausesQueue;
    }
  };
  // All of them end before anything is thrown, so that nothing goes on behind the caller's back.
  const lanes = Array.from({ length: concurrency }, (_, lane) =>
    sendNext(lane === 0).catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  for (const end of await Promise.allSettled(lanes)) if (end.status === "rejected") throw end.reason;
  return report;
}

type Round = Delivery & { marks: Marks };

async function deliver(mail: OutboxRow, round: Round): Promise<{ pausesQueue: boolean }> {
  const { now: clock, transport, marks, report } = round;
  const giveUp = async (state: "dead" | "skipped", lastError: string) => {
    await marks.mark(mail, { state, lastError });
    report?.(state);
    return { pausesQueue: false };
  };
  let made: { message: MailMessage; rendered: RenderedMail | null; replyTo: string | null };
  try {
    const { message, stale } = await prepareMail(mail, clock());
    if (stale) return await giveUp("dead", stale);
    if (!message) return await giveUp("skipped", "There was nothing to send.");
    const skip = await skipReason(mail.recipient, message, clock());
    if (skip) return await giveUp("skipped", skip);
    made = {
      message,
      rendered: transport && (await renderMail(message)),
      replyTo: transport && (await findReplyTo(message)),
    };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    log.error({ err: error, mail: mail.id, kind: mail.kind }, "a mail could not be made");
    return giveUp("dead", "This mail could not be made; the log says why.");
  }
  const { message, rendered, replyTo } = made;
  if (transport && rendered) {
    const lease = keepLease(mail, clock);
    const patient = mail.priority === stalled;
    const failure = await transport
      .send({
        ...rendered,
        id: messageId(mail, message),
        recipient: mail.recipient,
        replyTo,
        date: mail.createdAt,
        patient,
      })
      .then(
        () => null,
        (error: unknown) => ({ error }),
      )
      .finally(lease.stop);
    if (failure) return postpone(mail, failure.error, round);
  }
  // A request becomes the mail that it led to.
  const isRequest = message.kind !== mail.kind;
  await marks.mark(mail, {
    ...(isRequest && { kind: message.kind, facts: JSON.stringify(message.facts) }),
    ...{ state: "sent", sentAt: clock(), lastError: null },
  });
  report?.("sent");
  return { pausesQueue: false };
}

/** Of the Message-ID: a mail that tells a newer location is another mail, or mail programs would hide it. */
const messageId = ({ id }: OutboxRow, { kind, facts }: MailMessage) =>
  kind === "location-changed" ? `${id}.${facts.event.revision}` : id;

async function postpone(
  mail: OutboxRow,
  error: unknown,
  { now: clock, transport, marks, stopping, report }: Round,
): Promise<{ pausesQueue: boolean }> {
  const failure = classifySmtpError(error);
  if (failure.fault === "unclear" && stopping?.()) {
    // Stopping broke it off.
    await marks.mark(mail, { dueAt: clock(), attempts: mail.attempts - 1 });
    return { pausesQueue: false };
  }
  const isStalled = failure.fault === "unclear" && (await transport?.verify()) === true;
  const dead = failure.dead || (failure.counts && isGivenUp(mail, clock()));
  const details = { mail: mail.id, kind: mail.kind, attempts: mail.attempts, answer: describeFailure(error) };
  log.warn(details, dead ? "a mail is dead" : "a mail will be tried again");
  await marks.mark(mail, {
    state: dead ? "dead" : "queued",
    lastError: failure.reason,
    dueAt: new Date(clock().getTime() + retryPause(failure.fault, mail.attempts)),
    attempts: failure.counts ? mail.attempts : mail.attempts - 1,
    ...(isStalled && { priority: stalled }),
  });
  report?.(dead ? "dead" : "postponed");
  return { pausesQueue: failure.fault !== "message" && !isStalled };
}
