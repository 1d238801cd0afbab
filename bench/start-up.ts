import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/tests/harness/server";
import { ask } from "./load";
import { inTurns } from "./statistics";
import { type Row, valueAtMost } from "./table";

const turns = 3;

/** From `npm start`, typed with a current build, to the first whole page, beside an `npm start` of next to nothing. */
export async function measureStartUp(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-start-"));
  try {
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ scripts: { start: smallestServer } }));
    const database = `file:${path.join(folder, "evento.db")}`;
    const first = await timeStart(process.cwd(), database);
    const measured = await inTurns(turns, {
      bare: () => timeStart(folder, database),
      ours: () => timeStart(process.cwd(), database),
    });
    const limit = { is: "npm start of a bare server", value: measured.bare.seconds };
    return [
      {
        what: "npm start to the first page",
        value: measured.ours.seconds,
        unit: "s",
        limit,
        goal: valueAtMost(1.5),
      },
      { what: "npm start to the first page, new database", value: first.seconds, unit: "s", limit },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const smallestServer = `exec node -e "require('http').createServer((q, s) => s.end('</html>')).listen(process.env.PORT, '127.0.0.1')"`;

/** Types `npm start` in a folder and asks for a page until there is one; ends it then. */
async function timeStart(folder: string, database: string): Promise<{ seconds: number }> {
  const port = String(await freePort());
  const from = performance.now();
  // In a group of its own, as npm does not always pass on that it should end.
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...process.env, PORT: port, DATABASE_URL: database, NODE_ENV: "production" },
    stdio: "ignore",
    detached: true,
  });
  const ended = once(child, "exit");
  const endAll = () => process.kill(-Number(child.pid), "SIGKILL");
  process.once("exit", endAll);
  try {
    await firstPage(`http://127.0.0.1:${port}`, from + 60_000);
    return { seconds: (performance.now() - from) / 1_000 };
  } finally {
    process.kill(-Number(child.pid), "SIGTERM");
    await ended;
    process.off("exit", endAll);
  }
}

/** Asks every 5 ms until a whole page comes. @throws when none has come by `until` */
async function firstPage(url: string, until: number): Promise<void> {
  for (;;) {
    const page = await ask({ url }, "/").catch(() => null);
    if (page?.status === 200 && page.body.includes("</html>")) return;
    if (performance.now() > until) throw new Error("npm start brought no page within a minute");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
