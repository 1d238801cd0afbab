import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { residentMemory } from "@/bench/process-use";
import { type RunningServer, startServer } from "@/tests/harness/server";

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await (await fetch(server.url)).text();
});
afterAll(() => server?.stop());

const run = promisify(execFile);

/** Floods the server for some seconds; tests/faults/limits.fault.test.ts does it for longer, and measures. */
async function flood(given: {
  clients: number;
  heads: string[];
  chunk?: string;
  times?: number;
  pause?: number;
}) {
  const told = JSON.stringify({ port: server.port, seconds: 3, ...given });
  const running = run(process.execPath, ["tests/faults/flood.mjs"]);
  running.child.stdin?.end(told);
  return JSON.parse((await running).stdout) as {
    attempts: number;
    answers: Record<string, number>;
    mostOpen: number;
  };
}

const post = (header: string) =>
  `POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${server.url}\r\n${header}\r\n\r\n`;
const block = "x".repeat(65_536);

it.each([
  ["announced", () => post(`Content-Length: ${100 * 1_048_576}`), block],
  ["in chunks", () => post("Transfer-Encoding: chunked"), `10000\r\n${block}\r\n`],
])("refuses bodies of 100 MB, %s, without keeping them", async (_, head, chunk) => {
  const before = residentMemory(server.pid);
  const { answers } = await flood({ clients: 20, heads: [head()], chunk, times: 1_600 });
  expect(Object.keys(answers).filter((status) => status !== "closed")).toEqual(["413"]);
  // Twenty of them would be 2,000 MB.
  expect(residentMemory(server.pid) - before).toBeLessThan(400);
});

it("answers others while a thousand connections say little or nothing", async () => {
  const slow = Promise.all([
    flood({
      clients: 500,
      heads: ["GET / HTTP/1.1\r\nHost: localhost\r\n"],
      chunk: "X-A: b\r\n",
      times: 3,
      pause: 900,
    }),
    flood({ clients: 500, heads: [""] }),
  ]);
  let over = false;
  slow.finally(() => {
    over = true;
  });
  let pages = 0;
  while (!over) {
    const response = await fetch(`${server.url}${pages % 2 ? "/" : "/sign-in"}`, {
      headers: { Connection: "close" },
    });
    await response.text();
    expect(response.status).toBe(200);
    pages += 1;
  }
  for (const { mostOpen } of await slow) expect(mostOpen).toBe(500);
  expect(pages).toBeGreaterThan(5);
});
