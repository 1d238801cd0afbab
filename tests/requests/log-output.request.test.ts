import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { freePort } from "@/tests/harness/server";

/** Starts the built server with the given stdout, resolves once it answers, and makes it log 50 long lines. */
async function serveInto(stdout: number | "pipe") {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-log-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["build/server.mjs"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      AUTH_SECRET: "a secret for tests, as long as it has to be",
      PORT: String(port),
      DATABASE_URL: `file:${path.join(folder, "evento.db")}`,
    },
    stdio: ["ignore", stdout, "ignore"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const ended = once(child, "exit");
  const statusOf = async (target: string) => {
    const response = await fetch(`http://localhost:${port}${target}`);
    await response.arrayBuffer();
    return response.status;
  };
  await expect.poll(() => statusOf("/api/health/live").catch(() => 0)).toBe(200);
  // A pipe and the buffer of its reader hold some 130 kB.
  for (let i = 0; i < 50; i += 1) await statusOf(`/api/health/live/${"long".repeat(1_500)}`);
  return { child, ended, statusOf };
}

it("serves and stops while the disk of its log is full", async () => {
  const full = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(full));
  const { child, ended, statusOf } = await serveInto(full);
  expect(await statusOf("/")).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

it("serves and stops while nobody reads its log", async () => {
  const { child, ended, statusOf } = await serveInto("pipe");
  expect(await statusOf("/")).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

it("writes everything once its log is read again", async () => {
  const { child, ended, statusOf } = await serveInto("pipe");
  await statusOf("/the-last-request");
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  await expect.poll(() => String(Buffer.concat(chunks))).toContain("/the-last-request");
  const lines = String(Buffer.concat(chunks)).split("\n");
  expect(lines.filter((line) => line.includes("longlong"))).toHaveLength(50);
  for (const line of lines.filter((each) => each.startsWith("{"))) JSON.parse(line);
  const sentences = lines.filter((line) => line && !line.startsWith("{"));
  expect(sentences).toEqual([
    expect.stringMatching(/^Made a new database: /),
    expect.stringMatching(/^Evento is ready at /),
  ]);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
