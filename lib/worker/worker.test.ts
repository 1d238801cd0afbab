import { BroadcastChannel } from "node:worker_threads";
import { expect, it, onTestFinished, vi } from "vitest";
import { log } from "@/lib/runtime/log";
import { startWorker } from "./worker";

const start = `
  import { BroadcastChannel, parentPort } from "node:worker_threads";
  const channel = new BroadcastChannel("a test of the worker");
  const tell = (what) => channel.postMessage(what);
  tell("started");
`;

/** A program for the thread instead of the real one. */
const program = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(start + text)}`);

/** What the thread has told so far. */
function listen() {
  const told: unknown[] = [];
  const channel = new BroadcastChannel("a test of the worker");
  channel.onmessage = ({ data }: { data: unknown }) => told.push(data);
  onTestFinished(() => channel.close());
  return told;
}

it("starts a thread again that fails or ends, with its fault in the log", async () => {
  const logged = vi.spyOn(log, "error");
  for (const end of [`throw new Error("broken")`, "process.exit()"]) {
    const told = listen();
    const worker = startWorker({ program: program(`setTimeout(() => { ${end} }, 1)`), restartAfter: 1 });
    await vi.waitUntil(() => told.length >= 3, { timeout: 30_000 });
    await worker.stop();
  }
  expect(logged).toHaveBeenCalledWith(
    { err: expect.objectContaining({ message: "broken" }) },
    expect.any(String),
  );
});

it("waits for a thread that is told to stop, and does not start it again", async () => {
  const told = listen();
  const worker = startWorker({
    program: program(
      `parentPort.once("message", (what) => setTimeout(() => { tell(what); process.exit(); }, 50))`,
    ),
    restartAfter: 1,
  });
  await worker.stop();
  await vi.waitUntil(() => told.length >= 2, { timeout: 30_000 });
  expect(told).toEqual(["started", "stop"]);
});

it("ends a thread that does not stop", async () => {
  const told = listen();
  const worker = startWorker({ program: program("for (;;);"), restartAfter: 1, stopWithin: 50 });
  await vi.waitUntil(() => told.length > 0, { timeout: 30_000 });
  await worker.stop();
  expect(told).toEqual(["started"]);
});
