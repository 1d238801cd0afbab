import { write, writeSync } from "node:fs";

/** How many bytes are written at once, if so many come within `gatheringMs`. */
const batch = 4096;
const gatheringMs = 500;

/** How long to wait, in ms, after a write that failed: the disk is full, or nobody reads the pipe. */
const retryMs = 500;

/** How many bytes may wait; lines beyond them are dropped and counted. */
const maxWaiting = 1024 * 1024;

type Done = (error: Error | null, written: number) => void;

/** Writes to a file or a pipe; the second must fail, and not wait, when the pipe is full. */
type Output = { write: (chunk: Buffer, done: Done) => void; writeSync: (chunk: Buffer) => number };

/** The output to a file descriptor; one of a pipe must be in non-blocking mode. */
export const outputTo = (fd: number): Output => ({
  write: (chunk, done) => write(fd, chunk, done),
  writeSync: (chunk) => writeSync(fd, chunk),
});

/**
 * Where the log goes. The process waits for it neither while it serves nor when it ends: lines are kept in
 * memory while they cannot be written, and dropped when these are too many. pino's own destination throws
 * when a write fails, and repeats the last one for ever.
 */
export class LogDestination {
  readonly #output: Output;
  #lines: string[] = [];
  /** What is being written, or could not be. */
  #chunk = Buffer.alloc(0);
  #waitingBytes = 0;
  #dropped = 0;
  #writing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Takes a line that ends in a line break; it is written soon. */
  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#waitingBytes + bytes > maxWaiting) {
      this.#dropped += 1;
      return;
    }
    this.#lines.push(line);
    this.#waitingBytes += bytes;
    // A chunk that could not be written waits for its own time.
    if (this.#chunk.length === 0) this.#sendSoon();
  }

  /** Writes at once what waits. */
  flush(): void {
    if (this.#chunk.length === 0) this.#send();
  }

  /** Writes what it can without waiting; for the end of the process. */
  flushSync(): void {
    try {
      // What is being written would be written twice.
      if (this.#writing) this.#chunk = Buffer.alloc(0);
      for (;;) {
        this.#fill();
        if (this.#chunk.length === 0) return;
        this.#written(this.#output.writeSync(this.#chunk));
      }
    } catch {}
  }

  #sendSoon() {
    if (this.#waitingBytes < batch) this.#sendIn(gatheringMs);
    else this.#send();
  }

  #sendIn(ms: number) {
    this.#timer ??= setTimeout(() => this.#send(), ms).unref();
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fill();
    const chunk = this.#chunk;
    if (chunk.length === 0) return;
    this.#writing = true;
    this.#output.write(chunk, (error, written) => {
      this.#writing = false;
      if (this.#chunk !== chunk) return;
      if (error) return this.#sendIn(retryMs);
      this.#written(written);
      if (this.#chunk.length > 0) this.#send();
      else if (this.#lines.length > 0) this.#sendSoon();
    });
  }

  #fill() {
    if (this.#chunk.length > 0) return;
    this.#chunk = Buffer.from(this.#lines.join(""));
    this.#lines = [];
  }

  #written(bytes: number) {
    this.#chunk = this.#chunk.subarray(bytes);
    this.#waitingBytes -= bytes;
    if (this.#dropped === 0 || this.#chunk.length > 0) return;
    // Beyond the limit, or it would be dropped too.
    const notice = { level: 40, time: Date.now(), dropped: this.#dropped, msg: "log lines were dropped" };
    const line = `${JSON.stringify(notice)}\n`;
    this.#dropped = 0;
    this.#lines.push(line);
    this.#waitingBytes += Buffer.byteLength(line);
  }
}
