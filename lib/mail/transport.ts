import { createTransport } from "nodemailer";
import { settings } from "@/lib/runtime/env";
import type { RenderedMail } from "./render";

export type OutgoingMail = RenderedMail & {
  /** The outbox row's; the Message-ID is made of it, so that a retry keeps it. */
  id: string;
  recipient: string;
  date: Date;
};

export type Transport = {
  /** Resolves once the server took the mail; throws nodemailer's error otherwise. */
  send(mail: OutgoingMail): Promise<void>;
  /** Ends every connection at once; a mail in flight fails and can be tried again. */
  close(): void;
};

/** How many mails are in flight at once. */
export const concurrency = 5;

/** No sending lasts longer, even with a server that answers a byte at a time. Well within the lease. */
const deadline = 3 * 60_000;

/** Opens a pool of connections to the mail server; nothing is connected until a mail is sent. */
export function openTransport(smtpUrl: string): Transport {
  const pool = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: concurrency,
    // Retrying is the worker's alone: a requeue here could send a mail twice.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, recipient, date, subject, html, text, attachments }) {
      const { appUrl, mailFrom } = settings();
      await pool.sendMail({
        from: mailFrom,
        to: { name: "", address: recipient },
        messageId: `<${id}@${new URL(appUrl).hostname}>`,
        date,
        subject,
        headers: { "Auto-Submitted": "auto-generated" },
        html,
        text,
        attachments: attachments.map(({ cid, ...rest }) => ({
          ...rest,
          ...(cid && { cid, contentDisposition: "inline" as const }),
        })),
        signal: AbortSignal.timeout(deadline),
      });
    },
    close: () => pool.close({ force: true }),
  };
}
