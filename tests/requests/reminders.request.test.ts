import { expect, it, onTestFinished } from "vitest";
import { addAccounts, addTickets } from "@/tests/harness/accounts";
import { eventIdIn } from "@/tests/harness/http-client";
import { startServer } from "@/tests/harness/server";
import { startSmtp } from "@/tests/harness/smtp";
import { startWorld } from "@/tests/harness/world";

const holders = 900;
const startsAt = new Date("2030-02-01T18:00:00Z");
const minutesBefore = (minutes: number) => new Date(startsAt.getTime() - minutes * 60_000);
const day = 24 * 60;

it("reminds each holder once when the 24 hours begin, though one of two servers is killed meanwhile", {
  tags: ["long"],
}, async () => {
  const smtp = await startSmtp();
  onTestFinished(smtp.stop);
  const clock = (minutes: number) => ({
    SMTP_URL: smtp.url,
    TEST_CLOCK: minutesBefore(minutes).toISOString(),
  });
  const now = minutesBefore(3 * day);
  const world = await startWorld({ engine: "postgres", env: clock(3 * day), now });
  onTestFinished(world.stop);
  const { database, databaseUrl } = world;
  const { visitor } = await world.join({ role: "organiser" });
  const created = await visitor.submit(await visitor.get("/dashboard/events/new"), "Create event", {
    ...{ name: "Folk Night", location: "The Great Hall", date: "2030-02-01", time: "18:00" },
    ...{ timeZone: "Europe/London", hours: "2", minutes: "0", capacity: String(holders) },
  });
  const event = eventIdIn(created.location);
  const people = await addAccounts(database, Array(holders).fill({}), now);
  await addTickets(database, event, people, now);
  const count = async (from: string) => {
    const [row] = await database.sql(`select count(*) as number from ${from}`);
    return Number(row?.number);
  };
  const open = "mailings where done_at is null";
  expect([await count("outbox"), await count(open)]).toEqual([0, 1]);

  const start = (minutes: number) =>
    startServer({
      databaseUrl,
      env: { ...clock(minutes), AUTH_SECRET: "the same for both servers, for tests" },
    });
  const [killed, other] = await Promise.all([start(day), start(day)]);
  await expect.poll(() => count("outbox"), { interval: 5 }).toBeGreaterThan(0);
  process.kill(killed.pid, "SIGKILL");
  await expect.poll(() => count(open)).toBe(0);
  expect(await count("outbox where kind = 'reminder'")).toBe(holders);
  // What the killed one was sending waits for its lease to end: the clock of these servers stands still.
  await expect.poll(() => count("outbox where state = 'queued'"), { timeout: 120_000 }).toBeLessThan(10);
  await other.stop();
  const last = await start(day - 5);
  await expect.poll(() => count("outbox where state <> 'sent'"), { timeout: 60_000 }).toBe(0);
  await last.stop();

  const reminders = smtp.messages.filter(({ subject }) => subject === "Reminder: Folk Night");
  expect(new Set(reminders.flatMap(({ envelopeTo }) => envelopeTo))).toEqual(
    new Set(people.map(({ email }) => email)),
  );
  // One that was sent and not marked comes again as the same mail.
  expect(new Set(reminders.map(({ messageId }) => messageId)).size).toBe(holders);
  expect(reminders.length).toBeLessThan(holders + 10);
});
