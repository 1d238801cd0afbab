import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { judgeBroken, judgeDatabase } from "@/tests/harness/acknowledged";
import { type Asking, prepareAsking } from "@/tests/harness/asking";
import { startWorld, type World } from "@/tests/harness/world";
import { reportFault } from "./report";

const times = 10;
const refusedEachTime = 20;

/** Mounts a file system of that size in a new folder. */
function mountSmallDisk(size: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-small-disk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    throw new Error("A small file system could not be mounted: run the tests of faults as root.", {
      cause: error,
    });
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}

/** Takes all space that is left, and returns a function that gives it back. */
function fill(folder: string): () => void {
  const filler = path.join(folder, "filler");
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size, 1), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  return () => rmSync(filler);
}

const statusOf = async (world: World, page: string) => (await fetch(world.server.url + page)).status;

/** Fills the disk until requests are refused, and frees it again; returns what was wrong, and how many were refused. */
async function fillOnce(world: World, { ask, event, acknowledged }: Asking, disk: string, file: string) {
  const wrong: string[] = [];
  const free = fill(disk);
  const refused: string[] = [];
  try {
    // The log may have room for some more.
    for (let n = 0; n < 100 && refused.length < refusedEachTime; n += 1) {
      for (const { status, holder, text } of await ask(5)) {
        if (status === 303) continue;
        refused.push(holder);
        if (status !== 503 || !/try again/i.test(text))
          wrong.push(`${status} ${text.slice(0, 80)} instead of a clear 503`);
      }
    }
    if (refused.length < refusedEachTime) wrong.push("the disk was not full");
    for (const [page, wanted] of [
      ["/", 200],
      [`/events/${event}`, 200],
      ["/api/health/live", 200],
      ["/api/health/ready", 503],
    ] as const) {
      const status = await statusOf(world, page);
      if (status !== wanted) wrong.push(`${page} was ${status} while the disk was full`);
    }
    const [given] = await world.database.sql("select count(*) as n from tickets");
    if (Number(given?.n) !== acknowledged.tickets.size)
      wrong.push(`${given?.n} tickets, but ${acknowledged.tickets.size} acknowledged`);
    wrong.push(...judgeDatabase(file, acknowledged).broken);
  } finally {
    free();
  }
  await expect.poll(() => statusOf(world, "/api/health/ready"), { timeout: 30_000 }).toBe(200);
  const answers = await ask(refused.length);
  for (const { status } of answers) if (status !== 303) wrong.push(`${status} when there was space again`);
  return { wrong, refused: refused.length };
}

test("a full disk", async (context) => {
  const disk = mountSmallDisk("24m");
  const file = path.join(disk, "evento.db");
  const world = await startWorld({ databaseUrl: `file:${file}` });
  onTestFinished(world.stop);
  const asking = await prepareAsking(world, 3_000);
  const broken: string[] = [];
  let refused = 0;
  for (let n = 0; n < times; n += 1) {
    const once = await fillOnce(world, asking, disk, file);
    broken.push(...once.wrong);
    refused += once.refused;
  }
  const end = judgeDatabase(file, asking.acknowledged);
  const { tickets } = asking.acknowledged;
  const [control] = judgeBroken(file, asking.acknowledged, {
    sql: `delete from tickets where id = '${[...tickets.keys()].at(-1)}'`,
  });
  expect(control).toMatch(/^the ticket \w+ is lost$/);
  reportFault(context, {
    fault: "disk full: 503, nothing of it acknowledged, pages can be read, works again by itself",
    attempts: times,
    kept: end.kept,
    broken: [...broken, ...end.broken],
    figures: `${tickets.size} tickets, ${refused} requests refused with 503`,
    control: `one acknowledged ticket deleted: “${control}”`,
  });
});
