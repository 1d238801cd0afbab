import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { sqlitePath } from "@/db/database-url";
import { judgeDatabase } from "@/tests/harness/acknowledged";
import { prepareAsking, watchLiveness } from "@/tests/harness/asking";
import { startWorld } from "@/tests/harness/world";
import { reportFault } from "./report";

const times = 5;
const lockedMs = 10_000;
const aliveWithinMs = 100;

/** Locks a database as another program would. */
function lock(file: string): () => void {
  const connection = new Database(file);
  connection.exec("begin immediate");
  return () => connection.close();
}

test("a database that another program has locked", async (context) => {
  const world = await startWorld();
  onTestFinished(world.stop);
  const file = sqlitePath(world.databaseUrl);
  const { acknowledged, ask } = await prepareAsking(world, 500);
  const broken: string[] = [];
  const waits: number[] = [];
  const alive: number[] = [];
  // What a busy machine makes of any server.
  const bare = await startBare("response.end()");
  onTestFinished(bare.stop);
  const bareAlive: number[] = [];
  let refused = 0;
  // What a server loads at its first use is no work of the lock.
  await ask(5);
  for (let n = 0; n < times; n += 1) {
    const free = lock(file);
    const stopWatching = watchLiveness(`${world.server.url}/api/health/live`);
    const stopWatchingBare = watchLiveness(bare.url);
    const until = performance.now() + lockedMs;
    while (performance.now() < until - 4_000) {
      for (const { status, ms } of await ask(5)) {
        if (status === 503) refused += 1;
        else broken.push(`${status} while the database was locked`);
        waits.push(ms);
      }
    }
    await pause(Math.max(0, until - performance.now()));
    alive.push(await stopWatching());
    bareAlive.push(await stopWatchingBare());
    free();
    for (const { status } of await ask(10)) if (status !== 303) broken.push(`${status} after the lock`);
  }
  const end = judgeDatabase(file, acknowledged);
  const [shortest, longest] = [Math.min(...waits), Math.max(...waits)];
  if (shortest < 2_900) broken.push(`a request was refused after ${Math.round(shortest)} ms`);
  const [slowest, slowestBare] = [Math.max(...alive), Math.max(...bareAlive)];
  if (slowest > aliveWithinMs + slowestBare)
    broken.push(`the server was not heard for ${Math.round(slowest)} ms`);
  const control = await watchBlockedServer();
  expect(control).toBeGreaterThan(aliveWithinMs + slowestBare);
  reportFault(context, {
    fault:
      "database locked by another program for 10 s: alive within 100 ms more than a bare server, 503 after 3 s, works again",
    attempts: times,
    kept: end.kept + refused,
    broken: [...broken, ...end.broken],
    figures: `alive within ${Math.round(slowest)} ms, a bare server beside it within ${Math.round(slowestBare)} ms; ${refused} requests refused with 503 after ${(shortest / 1000).toFixed(1)} to ${(longest / 1000).toFixed(1)} s`,
    control: `a small server that waits in SQLite: “not heard for ${control} ms”`,
  });
});

/** Starts a server of a few lines in another process; `answer` is what it does with a request. */
async function startBare(answer: string, setUp = "") {
  const program = `
    import { createServer } from "node:http";
    ${setUp}
    const server = createServer((request, response) => { ${answer} });
    server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port)));`;
  const args = ["--input-type=module", "-e", program];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(server.stdout, "data");
  return { url: `http://127.0.0.1:${port}/`, stop: () => void server.kill("SIGKILL") };
}

/** How long a server is not heard that waits for locks inside SQLite, which holds up everything else, in ms. */
async function watchBlockedServer(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-blocked-"));
  const file = path.join(folder, "blocked.db");
  new Database(file).close();
  const free = lock(file);
  const server = await startBare(
    `if (request.url === "/write") try { database.exec("begin immediate; rollback"); } catch {}
     response.end();`,
    `import Database from "better-sqlite3";
     const database = new Database(${JSON.stringify(file)}, { timeout: 3000 });`,
  );
  try {
    const stopWatching = watchLiveness(server.url);
    await fetch(`${server.url}write`);
    return Math.round(await stopWatching());
  } finally {
    server.stop();
    free();
    rmSync(folder, { recursive: true });
  }
}
