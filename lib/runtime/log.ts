import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
import { remember } from "@epic-web/remember";
import pino, { type DestinationStream, type Logger } from "pino";
import { LogDestination, outputTo } from "./log-destination";

type Log = {
  logger: Logger;
  destination: LogDestination;
  /** Of stdout; when it is closed, so is stdout. */
  handle?: Socket;
};

/** The loggable part of an error: never the values of a failed query, which are personal data. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { code, query, cause } = error as Error & { code?: unknown; query?: unknown };
  return {
    type: error.name,
    message: typeof query === "string" ? `Failed query: ${query}` : error.message,
    ...(code !== undefined && { code }),
    frames: (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/** Makes a logger of JSON lines. Tests pass their own destination. */
export const createLogger = (level: string, destination: DestinationStream): Logger =>
  pino({ level, base: null, serializers: { err: describeError } }, destination);

function openLog(): Log {
  if (isMainThread) {
    // Without a listener, a full disk would end the process.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  }
  const destination = new LogDestination(outputTo(1));
  const level = process.env.NODE_ENV === "test" ? "silent" : "info";
  return { logger: createLogger(level, destination), destination };
}

const opened = remember("evento.log", openLog);

/** The log of the process: JSON lines on stdout. Pass errors as `{ err }`; never log tokens or bodies. */
export const log: Logger = opened.logger;

/**
 * Sets a stdout that is a pipe or a socket to non-blocking mode, by opening it once more; otherwise the process
 * could not end while nobody reads. To be called when Next is ready, whose compiler sets the opposite.
 */
export function unblockLog(): void {
  const stdout = fstatSync(1);
  if (stdout.isFIFO() || stdout.isSocket()) opened.handle ??= new Socket({ fd: 1, readable: false }).unref();
}

/** Prints a sentence for whoever started the process, among the lines of the log. */
export function printLine(line: string): void {
  opened.destination.write(`${line}\n`);
  opened.destination.flush();
}

/** Writes what is still in memory as far as it can without waiting, before the process exits. */
export const flushLog = (): void => opened.destination.flushSync();
