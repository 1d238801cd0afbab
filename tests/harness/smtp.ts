import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";

/** A parsed mail with the addresses of the SMTP envelope. */
export type ReceivedMail = ParsedMail & { envelopeFrom: string; envelopeTo: string[] };

export type SmtpStage = "connect" | "auth" | "mail" | "rcpt" | "data";

export type SmtpHarness = {
  /** For SMTP_URL. */
  url: string;
  port: number;
  /** Every mail received so far, oldest first. */
  messages: ReceivedMail[];
  /** How many connections were made so far. */
  connections(): number;
  /** The first mail that fits, received already or in time; rejects otherwise. */
  waitForMail(fits: (mail: ReceivedMail) => boolean, limitMs?: number): Promise<ReceivedMail>;
  /** From now on replies with `code` at that stage, for everybody or for one recipient. */
  failWith(stage: SmtpStage, code: number, recipient?: string): void;
  /** From now on never replies to RCPT TO for these recipients, or closes the connection. */
  breakOff(how: "stall" | "drop", recipients: string[]): void;
  /** From now on never replies at that stage: to a new connection, or to a whole mail. */
  stallAt(stage: "connect" | "data"): void;
  /** Takes the next mails, but closes their connections instead of saying so. */
  dropAccepted(count: number): void;
  /** Accepts everything again, and closes what it stalled, like a server that was started again. */
  heal(): void;
  /** Resolves once no connection is open. */
  whenQuiet(): Promise<void>;
  stop(): Promise<void>;
};

type StartSmtp = {
  /** By default any free port. */
  port?: number;
  /** Required credentials. */
  login?: { user: string; pass: string };
  /** Which accepted mails it loses, for negative controls. */
  loses?: (recipient: string) => boolean;
};

/** Starts an SMTP server on 127.0.0.1 that stores its mails. */
export async function startSmtp({ port = 0, login, loses }: StartSmtp = {}): Promise<SmtpHarness> {
  const messages: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let failure: { stage: SmtpStage; code: number; recipient?: string } | null = null;
  const broken = new Map<string, "stall" | "drop">();
  const stalled = new Set<Socket>();
  let stallsAt: "connect" | "data" | null = null;
  let toDrop = 0;
  let connections = 0;
  const sockets = new Map<string, Socket>();

  const refusal = (stage: SmtpStage, recipient?: string) => {
    if (failure?.stage !== stage) return null;
    if (failure.recipient && failure.recipient !== recipient) return null;
    return Object.assign(new Error(`refused at ${stage}`), { responseCode: failure.code });
  };

  const socketOf = ({ remoteAddress, remotePort }: SMTPServerSession) =>
    sockets.get(`${remoteAddress}:${remotePort}`);
  const stall = (session: SMTPServerSession) => {
    const socket = socketOf(session);
    if (socket) stalled.add(socket);
  };

  const options: SMTPServerOptions = {
    disabledCommands: login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    allowInsecureAuth: true,
    authOptional: !login,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(session, callback) {
      if (stallsAt === "connect") stall(session);
      else callback(refusal("connect"));
    },
    onAuth(auth, _session, callback) {
      const known = auth.username === login?.user && auth.password === login?.pass;
      const refused = refusal("auth") ?? (known ? null : new Error("unknown user or password"));
      if (refused) callback(refused);
      else callback(null, { user: auth.username });
    },
    onMailFrom: (_address, _session, callback) => callback(refusal("mail")),
    onRcptTo({ address }, session, callback) {
      const how = broken.get(address);
      if (how === "drop") socketOf(session)?.destroy();
      if (!how) callback(refusal("rcpt", address));
    },
    onData(stream, session, callback) {
      const { envelope } = session;
      const envelopeTo = envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream).then((parsed) => {
        if (stallsAt === "data") return stall(session);
        const refused = refusal("data", envelopeTo[0]);
        if (refused) return callback(refused);
        const envelopeFrom = envelope.mailFrom ? envelope.mailFrom.address : "";
        if (!loses?.(envelopeTo[0] ?? "")) messages.push({ ...parsed, envelopeFrom, envelopeTo });
        if (toDrop > 0) {
          toDrop -= 1;
          socketOf(session)?.destroy();
        } else callback(null);
        for (const look of waiting) look();
      }, callback);
    },
  };
  const server = new SMTPServer(options);
  // A client may close its connection.
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    connections += 1;
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.once("close", () => sockets.delete(peer));
  });
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const bound = (server.server.address() as AddressInfo).port;
  const credentials = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@` : "";

  return {
    url: `smtp://${credentials}127.0.0.1:${bound}`,
    port: bound,
    messages,
    connections: () => connections,
    failWith(stage, code, recipient) {
      failure = { stage, code, recipient };
    },
    breakOff(how, recipients) {
      for (const recipient of recipients) broken.set(recipient, how);
    },
    stallAt(stage) {
      stallsAt = stage;
    },
    dropAccepted(count) {
      toDrop = count;
    },
    heal() {
      failure = null;
      stallsAt = null;
      broken.clear();
      for (const socket of stalled) socket.destroy();
      stalled.clear();
    },
    async whenQuiet() {
      while (sockets.size > 0)
        await Promise.all([...sockets.values()].map((socket) => once(socket, "close")));
    },
    waitForMail: (fits, limitMs = 30_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages.find(fits);
          if (!found) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          const seen = messages.map(({ subject, envelopeTo }) => `${subject} → ${envelopeTo}`).join("\n");
          reject(new Error(`No such mail came within ${limitMs} ms. These did:\n${seen}`));
        }, limitMs);
        waiting.add(look);
        look();
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
