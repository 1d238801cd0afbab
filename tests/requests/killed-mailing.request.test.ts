import { expect, it, onTestFinished } from "vitest";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { startWorld } from "@/tests/harness/world";

const holders = 100_000;

it("mails each holder of a cancelled event once, though the server is killed three times meanwhile", {
  tags: ["long"],
}, async () => {
  const world = await startWorld();
  onTestFinished(world.stop);
  const { database } = world;
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(database, { createdBy: account.id, capacity: holders });
  await addTickets(database, event, await addAccounts(database, Array(holders).fill({})));
  const mailed = async () => {
    const count =
      "select count(*) as mails, count(distinct recipient) as people from outbox where event_id = ?";
    const [row] = await database.sql(count, [event]);
    return { mails: Number(row?.mails), people: Number(row?.people) };
  };

  const page = await visitor.get(`/dashboard/events/${event}`);
  const { status } = await visitor.submit(page, "Yes, cancel this event", { reason: "Storm" });
  expect(status).toBe(303);
  for (const share of [0.2, 0.5, 0.8]) {
    await expect
      .poll(async () => (await mailed()).mails, { timeout: 120_000 })
      .toBeGreaterThan(share * holders);
    process.kill(world.server.pid, "SIGKILL");
    await world.restart();
    expect((await mailed()).mails).toBeLessThan(holders);
  }
  await expect.poll(mailed, { timeout: 120_000, interval: 500 }).toEqual({ mails: holders, people: holders });
  const open = () => database.sql("select id from mailings where done_at is null");
  await expect.poll(open).toEqual([]);
  expect(await mailed()).toEqual({ mails: holders, people: holders });
});
