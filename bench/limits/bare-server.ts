import { startHelper } from "../helper-process";
import type { RawAnswer, Target } from "../load";

/** Of the connection, not of the answer: Node's server sets these by itself. */
const ofTheConnection = ["connection", "date", "keep-alive", "transfer-encoding", "content-length"];

/**
 * Starts a bare `http` server, a process of its own, that sends to everybody the bytes of one answer:
 * what Node can do at most.
 */
export async function startBareServer({ status, rawHeaders, body }: RawAnswer): Promise<BareServer> {
  const kept = pairs(rawHeaders).filter(([name]) => !ofTheConnection.includes(name.toLowerCase()));
  if (status !== 304) kept.push(["Content-Length", String(body.length)]);
  const helper = startHelper("bench/limits/send-bytes.mjs");
  const port = await helper.ask<number>({ status, rawHeaders: kept.flat(), body });
  return { url: `http://127.0.0.1:${port}`, pid: helper.pid, stop: helper.stop };
}

export type BareServer = Target & { stop: () => Promise<void> };

const pairs = (raw: string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));
