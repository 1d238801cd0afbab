import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { gatherCrowd, judgeRush, lineUpRush } from "@/tests/harness/rush";
import { startWorld } from "@/tests/harness/world";
import { startHelper } from "../../bench/helper-process";
import { percentile } from "../../bench/statistics";
import { addHeldEvent } from "./holders";
import { reportFault } from "./report";

const holders = 50_000;
const rushing = { attendees: 1_000, spaces: 500 };

/** In ms. */
const livenessLimit = 200;
const mailLimit = 12 * 60_000;

const ms = (value: number) => `${Math.round(value)} ms`;

it("stays live and mails each holder once when an event of 50,000 is cancelled during a rush", async (context) => {
  const sink = startHelper("bench/mail-sink.mjs");
  context.onTestFinished(sink.stop);
  const smtpPort = await sink.ask<number>({ delay: 0 });
  const world = await startWorld({ env: { SMTP_URL: `smtp://127.0.0.1:${smtpPort}` } });
  context.onTestFinished(world.stop);
  const { server, database } = world;
  const { event, open } = await addHeldEvent(world, holders);

  // A process of its own asks, because this one is busy with the rush.
  const prober = startHelper("bench/paced-readers.mjs");
  context.onTestFinished(prober.stop);
  const times = () => prober.ask<number[]>({});
  await prober.ask({ urls: [`${server.url}/api/health/live`], perSecond: 20 });
  await pause(3_000);
  await times();
  await pause(5_000);
  const quiet = Math.max(...(await times()));
  process.kill(server.pid, "SIGSTOP");
  await pause(500);
  process.kill(server.pid, "SIGCONT");
  await pause(500);
  const control = Math.max(...(await times()));
  expect(control).toBeGreaterThan(livenessLimit);

  // As a server is that has run for a while: the engine makes its code quick only after a few thousand requests.
  const warmUp = await gatherCrowd(database, rushing);
  const firstRush = await lineUpRush({ origin: server.url, crowd: warmUp, scripts: true });
  await times();
  await firstRush();
  const atFirst = Math.max(...(await times()));

  const cancel = await open();
  const crowd = await gatherCrowd(database, rushing);
  // Only now, because the server closes connections that are idle for ten seconds.
  const rush = await lineUpRush({ origin: server.url, crowd, scripts: true });
  await times();

  const count = async (condition: string) =>
    Number((await database.sql(`select count(*) as n from outbox where ${condition}`, [event]))[0]?.n);
  const ofCancellation = "event_id = ? and kind = 'event-cancelled'";
  const [{ answers }] = await Promise.all([rush(), cancel()]);
  const during = await times();
  const end = performance.now() + mailLimit;
  while ((await count(ofCancellation)) < holders && performance.now() < end) await pause(500);
  during.push(...(await times()));
  while ((await count(`${ofCancellation} and state = 'queued'`)) > 0 && performance.now() < end)
    await pause(1_000);
  during.push(...(await times()));

  const broken = await judgeRush(database, crowd, { answers, spaces: rushing.spaces });
  const mails = await count(ofCancellation);
  const people = await count(
    `${ofCancellation} and recipient in (select email from users join tickets on holder_id = users.id
      where tickets.event_id = outbox.event_id)`,
  );
  if (mails !== holders || people !== holders)
    broken.push(`${mails} mails to ${people} holders of ${holders}`);
  await server.stop();
  const sent = Number((await database.sql("select count(*) as n from outbox where state = 'sent'"))[0]?.n);
  const taken = await sink.ask<number>({});
  if (sent !== taken) broken.push(`the mail server took ${taken} mails, and ${sent} are marked as sent`);
  const longest = Math.max(...during);
  if (longest > livenessLimit) broken.push(`an answer about liveness took ${ms(longest)}`);
  reportFault(context, {
    fault:
      "an event of 50,000 holders is cancelled during a rush of 1,000: liveness within 200 ms, each is mailed once",
    attempts: 1,
    kept: mails,
    broken,
    figures: `liveness p99 ${ms(percentile(during, 0.99))}, longest ${ms(longest)} of ${during.length}, longest before ${ms(quiet)}, in a first rush after the start ${ms(atFirst)}; ${sent} mails sent meanwhile`,
    control: `the server stopped for 0.5 s: ${ms(control)}`,
  });
});
