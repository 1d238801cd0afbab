import { expect, it, onTestFinished } from "vitest";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { startWorld } from "@/tests/harness/world";

/** An event with so many holders, and its organiser. */
async function startWithHolders(holders: number) {
  const world = await startWorld();
  onTestFinished(world.stop);
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(world.database, { createdBy: account.id, capacity: holders });
  await addTickets(world.database, event, await addAccounts(world.database, Array(holders).fill({})));

  const mailed = async () => {
    const count =
      "select count(*) as mails, count(distinct recipient) as people from outbox where event_id = ?";
    const [row] = await world.database.sql(count, [event]);
    return { mails: Number(row?.mails), people: Number(row?.people) };
  };
  /** Kills the server once so many shares of the holders have a mail, and expects that all get one in the end. */
  const expectOneMailEach = async (shares: number[]) => {
    for (const share of shares) {
      await expect
        .poll(async () => (await mailed()).mails, { timeout: 120_000, interval: 10 })
        .toBeGreaterThan(share * holders);
      process.kill(world.server.pid, "SIGKILL");
      await world.restart();
      expect((await mailed()).mails).toBeLessThan(holders);
    }
    const all = { mails: holders, people: holders };
    await expect.poll(mailed, { timeout: 120_000, interval: 500 }).toEqual(all);
    const open = () => world.database.sql("select id from mailings where done_at is null");
    await expect.poll(open).toEqual([]);
    expect(await mailed()).toEqual(all);
  };
  return { visitor, event, expectOneMailEach };
}

it("mails each holder of a cancelled event once, though the server is killed three times meanwhile", {
  tags: ["long"],
}, async () => {
  const { visitor, event, expectOneMailEach } = await startWithHolders(100_000);
  const page = await visitor.get(`/dashboard/events/${event}`);
  const { status } = await visitor.submit(page, "Yes, cancel this event", { reason: "Storm" });
  expect(status).toBe(303);
  await expectOneMailEach([0.2, 0.5, 0.8]);
});

it("mails a message once to each of 5,000 holders, though the server is killed three times meanwhile", {
  tags: ["long"],
}, async () => {
  const { visitor, event, expectOneMailEach } = await startWithHolders(5_000);
  const form = await visitor.get(`/dashboard/events/${event}/messages`);
  const preview = await visitor.submit(form, "Preview", { subject: "Bring a lantern", body: "It is dark." });
  const { status } = await visitor.submit(preview, "Send message");
  expect(status).toBe(303);
  await expectOneMailEach([0.05, 0.3, 0.55]);
});
