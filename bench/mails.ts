import { setTimeout as pause } from "node:timers/promises";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { type BenchWorld, nextEvent, startBenchWorld } from "./bench-world";
import { startHelper } from "./helper-process";
import { measureMailQueue } from "./mail-queue";
import { inTurns, percentile } from "./statistics";
import { type Row, ratioAtMost, valueAtLeast } from "./table";

const holders = 2_000;
const readsPerSecond = 40;
const quietMs = 10_000;
const longestMs = 300_000;

/** What mail costs others, and how soon it arrives. */
export const measureMails = async (): Promise<Row[]> => [
  ...(await measureCancellation()),
  ...(await measureMailQueue()),
];

/** An event with many holders is cancelled while others read public pages at a steady pace. */
async function measureCancellation(): Promise<Row[]> {
  const world = await startBenchWorld();
  try {
    const problems: string[] = [];
    const { mails } = await inTurns(3, { mails: () => cancelAmongReaders(world, problems) });
    return [
      { what: `cancelling an event of ${holders} holders`, value: mails.cancelling, unit: "ms" },
      {
        what: `mails of a cancellation, ${holders} holders`,
        value: mails.perSecond,
        unit: "mails/s",
        goal: valueAtLeast(100),
        problems,
      },
      {
        what: `public pages meanwhile, ${readsPerSecond} a second, p99`,
        value: mails.sending,
        unit: "ms",
        limit: { is: "quiet", value: mails.quiet },
        goal: ratioAtMost(1.5),
      },
    ];
  } finally {
    await world.stop();
  }
}

/** How many ms the cancellation takes, then mails a second, and the p99 of a page in ms before and meanwhile. */
async function cancelAmongReaders(world: BenchWorld, problems: string[]) {
  const { server, database } = world;
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(database, { createdBy: account.id, capacity: holders });
  await addTickets(database, event, await addAccounts(database, Array(holders).fill({})));
  const page = await visitor.get(`/dashboard/events/${event}`);

  const readers = startHelper("bench/paced-readers.mjs");
  const p99 = async () => percentile(await readers.ask<number[]>({}), 0.99);
  try {
    const paths = ["/", `/events/${await nextEvent(world)}`, "/?page=2"];
    await readers.ask({ urls: paths.map((path) => server.url + path), perSecond: readsPerSecond });
    await pause(2_000);
    await p99();
    await pause(quietMs);
    const quiet = await p99();

    const before = await world.mailsTaken();
    const from = performance.now();
    const { status } = await visitor.submit(page, "Yes, cancel this event", {
      reason: "The hall is flooded.",
    });
    const cancelling = performance.now() - from;
    await p99();
    if (status !== 303) problems.push(`the cancellation was answered with ${status}`);
    const isOver = async () =>
      (await world.mailsTaken()) - before >= holders || performance.now() - from > longestMs;
    while (!(await isOver())) await pause(20);
    const seconds = (performance.now() - from - cancelling) / 1_000;
    const sending = await p99();

    // The last ones are marked after they were taken.
    const unmarked = "select id from outbox where event_id = ? and state <> 'sent'";
    while ((await database.sql(unmarked, [event])).length > 0 && performance.now() - from < longestMs)
      await pause(20);
    const { length } = await database.sql(unmarked, [event]);
    if (length > 0) problems.push(`${length} mails are not marked as sent`);
    const taken = (await world.mailsTaken()) - before;
    if (taken !== holders) problems.push(`${taken} mails were taken instead of ${holders}`);
    return { cancelling, perSecond: taken / seconds, quiet, sending };
  } finally {
    await readers.stop();
  }
}
