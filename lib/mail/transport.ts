import type { Readable } from "node:stream";
import libmime from "libmime";
import { createTransport } from "nodemailer";
import { settings } from "@/lib/runtime/env";
import type { RenderedMail } from "./render";

export type OutgoingMail = RenderedMail & {
  /** The Message-ID is made of it, so that a retry keeps it. */
  id: string;
  recipient: string;
  /** Where replies go, unless to the sender. */
  replyTo?: string | null;
  date: Date;
  /** Whether to wait long for the server to accept the recipient. */
  patient?: boolean;
};

export type Transport = {
  /** Resolves once the server took the mail; throws nodemailer's error otherwise. */
  send(mail: OutgoingMail): Promise<void>;
  /** Whether the server answers and accepts the credentials, on a connection of its own. */
  verify(): Promise<boolean>;
  /** Ends every connection at once; a mail in flight fails and can be tried again. */
  close(): void;
};

/** How many mails are in flight at once. */
export const concurrency = 5;

/** No sending lasts longer, even with a server that answers a byte at a time; in ms. */
const deadline = 3 * 60_000;

/**
 * How long a server may take, in ms, to accept sender and recipient. Nothing has been sent until then, so giving
 * up is safe. A mail that has failed so before is given more time.
 */
const envelopeLimits = { first: 8_000, patient: 60_000 };

/** For all of a connection, in ms: a server that has the whole mail may take its time to accept it. */
const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** A header's text that arrives as it is, even if an event's name looks encoded, like `=?utf-8?Q?…`. */
const literal = (text: string) => (text.includes("=?") ? libmime.encodeWord(text, "Q", 52) : text);

/**
 * Opens a pool of connections to the mail server; nothing is connected until a mail is sent. Tests pass shorter
 * limits.
 */
export function openTransport(smtpUrl: string, limits = envelopeLimits): Transport {
  const safe = { url: smtpUrl, disableFileAccess: true, disableUrlAccess: true };
  const pool = createTransport({
    ...safe,
    ...timeouts,
    pool: true,
    maxConnections: concurrency,
    // Retrying is the worker's alone: a requeue here could send a mail twice.
    maxRequeues: 0,
  });
  const prober = createTransport({ ...safe, ...timeouts, socketTimeout: timeouts.greetingTimeout });
  let probing: Promise<boolean> | undefined;

  /** For each mail in flight: called when its envelope is about to be sent, with the message to follow it. */
  const envelopes = new WeakMap<AbortSignal, (message: Readable) => void>();
  pool.use("stream", (mail, done) => {
    mail.message.processFunc((message) => {
      if (mail.data.signal) envelopes.get(mail.data.signal)?.(message);
      return message;
    });
    done();
  });

  return {
    async send({ id, recipient, replyTo, date, subject, html, text, attachments, patient }) {
      const { appUrl, mailFrom } = settings();
      const tooSlow = new AbortController();
      const signal = AbortSignal.any([AbortSignal.timeout(deadline), tooSlow.signal]);
      let timer: NodeJS.Timeout | undefined;
      envelopes.set(signal, (message) => {
        // The message is read once the server has accepted the envelope.
        const giveUp = () => message.readableDidRead || tooSlow.abort();
        timer = setTimeout(giveUp, patient ? limits.patient : limits.first);
      });
      try {
        await pool.sendMail({
          from: mailFrom,
          to: { name: "", address: recipient },
          ...(replyTo && { replyTo: { name: "", address: replyTo } }),
          messageId: `<${id}@${new URL(appUrl).hostname}>`,
          date,
          subject: literal(subject),
          headers: { "Auto-Submitted": "auto-generated" },
          html,
          text,
          attachments: attachments.map(({ cid, ...rest }) => ({
            ...rest,
            ...(cid && { cid, contentDisposition: "inline" as const }),
          })),
          signal,
        });
      } finally {
        clearTimeout(timer);
      }
    },
    verify() {
      // Mails that fail together share one answer.
      probing ??= prober
        .verify()
        .then(
          () => true,
          () => false,
        )
        .finally(() => {
          probing = undefined;
        });
      return probing;
    },
    close: () => {
      pool.close({ force: true });
      prober.close();
    },
  };
}
