import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const traced = ["pwrite64", "fsync", "fdatasync", "write", "writev", "sendto", "sendmsg"];

/**
 * Records the system calls with which a process, in all its threads, writes and syncs. Needs strace, and a process of
 * the same account, or root.
 * @returns a function that ends the recording and returns its lines, in the order in which they happened
 */
export async function traceCalls(pid: number): Promise<() => Promise<string[]>> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-trace-"));
  const output = path.join(folder, "calls");
  // -f: all threads; -y: the file behind each number; -s: as much of the data as a page of the database.
  const options = ["-f", "-y", "-s", "4200", "-e", `trace=${traced.join()}`, "-o", output, "-p", String(pid)];
  const strace = spawn("strace", options, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(strace, "close");
  await new Promise<void>((resolve, reject) => {
    let said = "";
    strace.stderr.on("data", (chunk) => {
      said += chunk;
      if (/attached/.test(said)) resolve();
    });
    strace.once("error", () => reject(new Error("strace is missing: install your system's strace package.")));
    strace.once("close", () =>
      reject(new Error(`strace could not watch the server, run the tests as root: ${said}`)),
    );
  });
  return async () => {
    strace.kill("SIGINT");
    await ended;
    const lines = readFileSync(output, "utf8").split("\n");
    rmSync(folder, { recursive: true });
    return lines;
  };
}

/**
 * Why an answer could be lost with the power, or null: between the write of what it tells to the write-ahead log and
 * the write of the answer, the log was not synced.
 * @param told.written a text that only the rows contain that the answer is about
 * @param told.answered a text in the answer, and in no other
 */
export function findUnsynced(calls: string[], told: { written: string; answered: string }): string | null {
  const isAnswer = (line: string) =>
    / (write|send)\w*\(\d+<(socket|TCP)/.test(line) && line.includes(told.answered);
  const answer = calls.findIndex(isAnswer);
  if (answer < 0) return `no answer with ${told.answered}`;
  const isWrite = (line: string) => / pwrite64\(\d+<[^>]*-wal>/.test(line) && line.includes(told.written);
  const written = calls.slice(0, answer).findLastIndex(isWrite);
  if (written < 0) return `${told.answered} was answered before ${told.written} was written`;
  return hasSync(calls.slice(written + 1, answer))
    ? null
    : `${told.answered} was answered without a sync of the log after the write of ${told.written}`;
}

/** Whether a sync of a log has begun and ended. */
function hasSync(calls: string[]): boolean {
  const begun = new Set<string>();
  for (const line of calls) {
    const [, thread = "", call = ""] = /^(\d+)\s+(.*)/.exec(line) ?? [];
    if (/^f(data)?sync\(\d+<[^>]*-wal>/.test(call)) {
      if (/= 0$/.test(call)) return true;
      if (call.endsWith("<unfinished ...>")) begun.add(thread);
    } else if (/^<\.\.\. f(data)?sync resumed>.*= 0$/.test(call) && begun.has(thread)) return true;
  }
  return false;
}
