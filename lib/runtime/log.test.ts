import { expect, it, onTestFinished, vi } from "vitest";
import { createLogger, describeError } from "./log";

it("contains no values of a failed query, not even in its stack", () => {
  const failed = Object.assign(new Error("Failed query: insert\nparams: ann@example.org"), {
    query: "insert into users values (?)",
    params: ["ann@example.org"],
    cause: new Error("disk is full"),
  });
  const written = JSON.stringify(describeError(failed));
  expect(written).toContain("insert into users values (?)");
  expect(written).toContain("disk is full");
  expect(written).toContain("log.test.ts");
  expect(written).not.toContain("ann@example.org");
});

it("is one JSON object a line, whatever somebody sends, with the time in ms since 1970 UTC", () => {
  vi.useFakeTimers({ now: new Date("2030-01-01T12:00:00.123Z") });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let written = "";
  const destination = {
    write(text: string) {
      written += text;
    },
  };
  const log = createLogger("info", destination);
  const sent = '/a\n{"level":60,"msg":"forged"}\r\n\u0000"\\%s%d%j';
  log.info({ path: sent, err: new Error(sent) }, sent);
  log.info("the next one");
  const lines = written.split("\n");
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    ...{ level: 30, time: 1_893_499_200_123, msg: sent, path: sent },
    err: { message: sent },
  });
  expect(JSON.parse(lines[1] ?? "")).toEqual({ level: 30, time: 1_893_499_200_123, msg: "the next one" });
});
