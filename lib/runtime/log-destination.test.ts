import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogDestination } from "./log-destination";

type Done = (error: Error | null, written: number) => void;

/** An output whose writes end when the test says so. */
function openOutput() {
  const pending: { chunk: string; done: Done }[] = [];
  const text = { now: "" };
  const write = (chunk: Buffer, done: Done) => {
    pending.push({ chunk: String(chunk), done });
  };
  const accept = (bytes = Number.POSITIVE_INFINITY) => {
    const next = pending.shift();
    const part = next?.chunk.slice(0, bytes) ?? "";
    text.now += part;
    next?.done(null, part.length);
  };
  const refuse = () => pending.shift()?.done(new Error("ENOSPC: no space left on device"), 0);
  return { write, pending, text, accept, refuse };
}

const full = () => {
  throw new Error("EAGAIN: resource temporarily unavailable");
};
const line = (name: string) => `${name.padEnd(99, ".")}\n`;

describe("LogDestination", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("gathers lines for half a second, or until there are 4 kB", () => {
    const { write, pending } = openOutput();
    const log = new LogDestination({ write, writeSync: full });
    log.write("a\n");
    log.write("b\n");
    expect(pending).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(pending[0]?.chunk).toBe("a\nb\n");
    const other = openOutput();
    const busy = new LogDestination({ write: other.write, writeSync: full });
    for (let i = 0; i < 41; i += 1) busy.write(line(String(i)));
    expect(other.pending[0]?.chunk).toHaveLength(4_100);
  });

  it("goes on where a write ended, in order", () => {
    const { write, pending, text, accept } = openOutput();
    const log = new LogDestination({ write, writeSync: full });
    log.write("first\n");
    log.flush();
    log.write("second\n");
    accept(3);
    accept();
    vi.advanceTimersByTime(500);
    accept();
    expect(text.now).toBe("first\nsecond\n");
    expect(pending).toEqual([]);
  });

  it("tries a failed write again, twice a second and not at each line", () => {
    const { write, pending, text, accept, refuse } = openOutput();
    const log = new LogDestination({ write, writeSync: full });
    log.write("kept\n");
    log.flush();
    for (let i = 0; i < 3; i += 1) {
      refuse();
      for (let j = 0; j < 50; j += 1) log.write("x".repeat(200));
      log.flush();
      expect(pending).toEqual([]);
      vi.advanceTimersByTime(500);
      expect(pending).toHaveLength(1);
    }
    accept();
    expect(text.now).toBe("kept\n");
  });

  it("keeps 1 MB, drops the lines beyond it, and says how many once it can write again", () => {
    const { write, pending, text, accept } = openOutput();
    const log = new LogDestination({ write, writeSync: full });
    for (let i = 0; i < 20_000; i += 1) log.write(line(String(i)));
    expect(pending).toHaveLength(1);
    while (pending.length > 0) {
      accept();
      vi.advanceTimersByTime(500);
    }
    const kept = text.now.split("\n").filter((each) => each.endsWith("."));
    expect(kept).toHaveLength(10_485);
    const notice = JSON.parse(text.now.split("\n").find((each) => each.startsWith("{")) ?? "{}");
    expect(notice).toMatchObject({ level: 40, dropped: 20_000 - 10_485, msg: "log lines were dropped" });
  });

  it("at the end writes what it can, without waiting and without an error", () => {
    const { write } = openOutput();
    const written: string[] = [];
    const room = { left: 8 };
    const writeSync = (chunk: Buffer) => {
      if (room.left === 0) return full();
      const part = String(chunk).slice(0, room.left);
      room.left -= part.length;
      written.push(part);
      return part.length;
    };
    const log = new LogDestination({ write, writeSync });
    log.write("last words\n");
    log.flushSync();
    expect(written).toEqual(["last wor"]);
    room.left = 100;
    log.flushSync();
    expect(written.join("")).toBe("last words\n");
  });
});
