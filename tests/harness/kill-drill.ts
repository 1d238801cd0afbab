import { setTimeout as pause } from "node:timers/promises";
import { expect, vi } from "vitest";
import { sqlitePath } from "@/db/database-url";
import { Acknowledged, type Judgement, judgeDatabase, judgeMails } from "./acknowledged";
import { openCrowd } from "./crowd-at-work";
import { randomFrom } from "./random";
import { openRows } from "./rows";
import { type SmtpHarness, startSmtp } from "./smtp";
import { startWorld, type World } from "./world";

export type KillDrill = Judgement & {
  acknowledged: Acknowledged;
  /** How long each start took until the server was ready, in ms. */
  startMs: number[];
  /** The database as it is in the end. */
  file: string;
  /** How many mails came, and how many of them were of a mail that had come before. */
  mails: { all: number; again: number };
  stop: () => Promise<void>;
};

/**
 * Kills a server without warning again and again, 0.2 to 2 s after each start or what it acknowledged next, while
 * people work and mail goes out, and judges the database after each start and in the end.
 * @param mailed whether to wait for all mail in the end, which a kill holds up for a minute
 */
export async function runKillDrill({
  kills,
  seed,
  mailed,
}: {
  kills: number;
  seed: number;
  mailed: boolean;
}): Promise<KillDrill> {
  const smtp = await startSmtp();
  const world = await startWorld({ env: { SMTP_URL: smtp.url } });
  const stop = async () => {
    await world.stop();
    await smtp.stop();
  };
  try {
    return { ...(await killAmongPeople(world, smtp, { kills, seed, mailed })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function killAmongPeople(
  world: World,
  smtp: SmtpHarness,
  { kills, seed, mailed }: { kills: number; seed: number; mailed: boolean },
) {
  const file = sqlitePath(world.databaseUrl);
  const random = randomFrom(seed);
  const acknowledged = new Acknowledged();
  const begin = await openCrowd({ world, acknowledged, random, arrivals: 30 * kills + 100 });
  // While a connection is open somewhere else, a start would not have to recover the write-ahead log.
  await world.database.close();
  const crowd = begin();
  const { tickets, checkIns, edits } = acknowledged;
  const countCancelled = () => [...tickets.values()].filter(({ cancel }) => cancel === "done").length;
  const counts = [() => acknowledged.answers, () => checkIns.size, () => edits.length, countCancelled];
  const startMs: number[] = [];
  const broken = new Set<string>();
  for (let n = 0; n < kills; n += 1) {
    // Most kills come after something was acknowledged, each kind in turn, some to a server that has only just begun.
    const count = random() < 0.8 ? counts[n % counts.length] : undefined;
    const before = count?.() ?? 0;
    if (count) await vi.waitUntil(() => count() > before, { timeout: 60_000 });
    await pause(200 + random() * 1_800);
    process.kill(world.server.pid, "SIGKILL");
    const from = performance.now();
    await world.restart();
    startMs.push(performance.now() - from);
    for (const problem of judgeDatabase(file, acknowledged).broken)
      broken.add(`after kill ${n + 1}: ${problem}`);
  }
  // The last kill may have come before the first of something.
  await vi.waitUntil(() => counts.every((count) => count() > 0), { timeout: 60_000 });
  await crowd.stop();
  if (mailed) await emptyOutbox(world);
  const end = judgeDatabase(file, acknowledged);
  const mails = mailed ? judgeMails(file, acknowledged, smtp.messages) : { kept: 0, broken: [] };
  return {
    ...{ acknowledged, startMs, file, kept: end.kept + mails.kept },
    broken: [...broken, ...end.broken, ...mails.broken],
    mails: {
      all: smtp.messages.length,
      again: smtp.messages.length - new Set(smtp.messages.map(({ messageId }) => messageId)).size,
    },
  };
}

async function emptyOutbox({ databaseUrl }: World) {
  const rows = await openRows(databaseUrl);
  const queued = () => rows.sql("select id from outbox where state = 'queued'");
  await expect.poll(queued, { timeout: 300_000, interval: 1_000 }).toEqual([]);
  await rows.close();
}
