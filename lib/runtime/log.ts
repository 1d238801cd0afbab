import { remember } from "@epic-web/remember";
import pino, { type Logger } from "pino";

type Log = { logger: Logger; flush: () => void };

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

function openLog(): Log {
  // Written in batches, so that requests do not wait for a terminal or a pipe.
  const destination = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 500 });
  const level = process.env.NODE_ENV === "test" ? "silent" : "info";
  const logger = pino({ level, base: null, serializers: { err: describeError } }, destination);
  // Fails only before the stream is open, when there is nothing to flush.
  const flush = () => {
    try {
      destination.flushSync();
    } catch {}
  };
  return { logger, flush };
}

const opened = remember("evento.log", openLog);

/** The log of the process: JSON lines on stdout. Pass errors as `{ err }`; never log tokens or bodies. */
export const log: Logger = opened.logger;

/** Writes what is still in memory, before the process exits. */
export const flushLog: () => void = opened.flush;
