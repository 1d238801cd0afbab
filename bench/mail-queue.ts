import { setTimeout as pause } from "node:timers/promises";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { type BenchWorld, startBenchWorld } from "./bench-world";
import { startHelper } from "./helper-process";
import { inTurns, percentile } from "./statistics";
import { type Row, valueAtMost } from "./table";

/** What others notice of mail: when an event is cancelled, when the queue is long, and when recipients stall. */
export async function measureMailQueue(): Promise<Row[]> {
  const small = await startBenchWorld();
  const rows = await slowPolls(small).finally(small.stop);
  const large = await startBenchWorld();
  rows.push(...(await changeLargeEvent(large).finally(large.stop)));
  const slow = await startBenchWorld({ mailDelay: 100 });
  rows.push(...(await linkBehindMails(slow).finally(slow.stop)));
  const stalling = await startBenchWorld();
  rows.push(...(await besideStalledRecipients(stalling).finally(stalling.stop)));
  return rows;
}

async function eventWith(world: BenchWorld, holders: number, emails: string[] = []) {
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(world.database, { createdBy: account.id, capacity: holders + 10 });
  const accounts = Array.from({ length: holders }, (_, n) => (emails[n] ? { email: emails[n] } : {}));
  if (holders > 0) await addTickets(world.database, event, await addAccounts(world.database, accounts));
  const cancel = async () => {
    const page = await visitor.get(`/dashboard/events/${event}`);
    const from = performance.now();
    const { status } = await visitor.submit(page, "Yes, cancel this event", { reason: "Storm" });
    return { ms: performance.now() - from, status };
  };
  const move = async () => {
    const page = await visitor.get(`/dashboard/events/${event}/edit`);
    const from = performance.now();
    const { status } = await visitor.submit(page, "Save changes", { location: "The Small Hall" });
    return { ms: performance.now() - from, status };
  };
  return { event, cancel, move };
}

/** Asks for a path 20 times a second; `read` answers with the ms of all since the call before. */
async function startPolling(world: BenchWorld, path: string) {
  const readers = startHelper("bench/paced-readers.mjs");
  await readers.ask({ urls: [world.server.url + path], perSecond: 20 });
  return { read: () => readers.ask<number[]>({}), stop: readers.stop };
}

const numbers = [0, 5, 20, 60];

/** How many polls of the list are slow after an event is cancelled, which must not tell how many held tickets. */
async function slowPolls(world: BenchWorld): Promise<Row[]> {
  const polls = await startPolling(world, "/");
  try {
    await pause(3_000);
    await polls.read();
    await pause(5_000);
    const usual = percentile(await polls.read(), 0.95);
    const measure = async (holders: number) => {
      const { cancel } = await eventWith(world, holders);
      await pause(1_500);
      await polls.read();
      await cancel();
      await pause(5_000);
      return { slow: (await polls.read()).filter((ms) => ms > 2 * usual).length };
    };
    const things = Object.fromEntries(numbers.map((holders) => [holders, () => measure(holders)]));
    const measured = await inTurns<string, "slow">(5, things);
    return numbers.map((holders) => ({
      what: `slow polls of 100 after cancelling an event of ${holders} holders`,
      value: measured[holders]?.slow ?? Number.NaN,
      unit: "polls",
    }));
  } finally {
    await polls.stop();
  }
}

async function changeLargeEvent(world: BenchWorld): Promise<Row[]> {
  const holders = 100_000;
  const { event, cancel, move } = await eventWith(world, holders);
  const problems: string[] = [];
  const polls = await startPolling(world, "/api/health/live");
  /** Until all its mails are in the outbox. */
  const expanded = async () => {
    const from = performance.now();
    const open = "select id from mailings where event_id = ? and done_at is null";
    while ((await world.database.sql(open, [event])).length > 0) await pause(50);
    return (performance.now() - from) / 1_000;
  };
  const inOutbox = async (kind: string) => {
    const [row] = await world.database.sql(
      "select count(*) as number from outbox where event_id = ? and kind = ?",
      [event, kind],
    );
    if (Number(row?.number) !== holders) problems.push(`${row?.number} mails of the kind ${kind}`);
  };
  const none = await eventWith(world, 0);
  try {
    await pause(3_000);
    await polls.read();
    // Otherwise the next write would have to take over all that filled the database.
    await world.database.sql("pragma wal_checkpoint(truncate)");
    // The same without holders, beside which the figures are right on a busy machine too.
    const [movedNone, cancelledNone] = [await none.move(), await none.cancel()];
    await pause(10_000);
    const longestQuiet = Math.max(...(await polls.read()));
    const moved = await move();
    const moving = await expanded();
    await inOutbox("location-changed");
    const cancelled = await cancel();
    const cancelling = await expanded();
    await inOutbox("event-cancelled");
    const longest = Math.max(...(await polls.read()));
    for (const { status } of [moved, cancelled]) if (status !== 303) problems.push(`answered with ${status}`);
    return [
      {
        what: "moving an event of 100,000 holders",
        value: moved.ms,
        unit: "ms",
        limit: { is: "of none", value: movedNone.ms },
        goal: valueAtMost(1_000),
        problems,
      },
      { what: "all its mails are in the outbox after", value: moving, unit: "s" },
      {
        what: "cancelling an event of 100,000 holders",
        value: cancelled.ms,
        unit: "ms",
        limit: { is: "of none", value: cancelledNone.ms },
        goal: valueAtMost(1_000),
      },
      { what: "all its mails are in the outbox after", value: cancelling, unit: "s" },
      {
        what: "longest /api/health/live meanwhile",
        value: longest,
        unit: "ms",
        limit: { is: "quiet", value: longestQuiet },
        goal: valueAtMost(200),
      },
    ];
  } finally {
    await polls.stop();
  }
}

/** A link to reset a password, when 1,500 mails wait for a server that takes 100 ms for each. */
async function linkBehindMails(world: BenchWorld): Promise<Row[]> {
  const { event, cancel } = await eventWith(world, 1_500);
  const { account } = await world.join();
  await cancel();
  const queued = "select id from outbox where event_id = ?";
  while ((await world.database.sql(queued, [event])).length < 1_500) await pause(50);
  const visitor = world.visitor();
  const page = await visitor.get("/forgot-password");
  const from = performance.now();
  await visitor.submit(page, "Send reset link", { email: account.email });
  while (!(await world.mailTaken(account.email)) && performance.now() - from < 60_000) await pause(20);
  const value = (performance.now() - from) / 1_000;
  return [{ what: "a reset link behind 1,500 mails of 100 ms", value, unit: "s", goal: valueAtMost(5) }];
}

/** 60 mails, of which 8 go to recipients at whom the server stalls. */
async function besideStalledRecipients(world: BenchWorld): Promise<Row[]> {
  const stalls = Array.from({ length: 8 }, (_, n) => `stall${n}@example.org`);
  const { cancel } = await eventWith(world, 60, stalls);
  await cancel();
  const from = performance.now();
  while ((await world.mailsTaken()) < 52 && performance.now() - from < 400_000) await pause(20);
  const value = (performance.now() - from) / 1_000;
  return [{ what: "52 mails beside 8 recipients that stall", value, unit: "s", goal: valueAtMost(15) }];
}
