import { expect, it, onTestFinished } from "vitest";
import { type Account, testPassword } from "@/tests/harness/accounts";
import { fieldError, wordsOf } from "@/tests/harness/html-form";
import { eventIdIn, type Visitor } from "@/tests/harness/http-client";
import { moveClock } from "@/tests/harness/moved-clock";
import { startWorld } from "@/tests/harness/world";
import { reportFault } from "./report";

const minute = 60_000;
const day = 24 * 60 * minute;

type Night = {
  timeZone: string;
  date: string;
  time: string;
  disambiguation?: "earlier" | "later";
  /** When it starts; null for a time that the night leaves out. */
  startsAt: string | null;
  /** How a page says it. */
  shown?: string;
};

/** Starts in both nights of 2030 in which clocks change, worked out by hand. */
const nights: Night[] = [
  ...[
    { date: "2030-03-31", time: "01:30", startsAt: null },
    { date: "2030-03-31", time: "02:30", startsAt: "2030-03-31T01:30:00Z", shown: "02:30–04:30 BST" },
    {
      ...{ date: "2030-10-27", time: "01:30", disambiguation: "earlier" as const },
      ...{ startsAt: "2030-10-27T00:30:00Z", shown: "01:30 BST–02:30 GMT" },
    },
    {
      ...{ date: "2030-10-27", time: "01:30", disambiguation: "later" as const },
      ...{ startsAt: "2030-10-27T01:30:00Z", shown: "01:30–03:30 GMT" },
    },
  ].map((night) => ({ timeZone: "Europe/London", ...night })),
  ...[
    { date: "2030-03-10", time: "02:30", startsAt: null },
    { date: "2030-03-10", time: "03:30", startsAt: "2030-03-10T07:30:00Z", shown: "03:30–05:30 EDT" },
    {
      ...{ date: "2030-11-03", time: "01:30", disambiguation: "earlier" as const },
      ...{ startsAt: "2030-11-03T05:30:00Z", shown: "01:30 EDT–02:30 EST" },
    },
    {
      ...{ date: "2030-11-03", time: "01:30", disambiguation: "later" as const },
      ...{ startsAt: "2030-11-03T06:30:00Z", shown: "01:30–03:30 EST" },
    },
  ].map((night) => ({ timeZone: "America/New_York", ...night })),
  ...[
    { date: "2030-10-06", time: "02:15", startsAt: null },
    { date: "2030-10-06", time: "02:45", startsAt: "2030-10-05T15:45:00Z", shown: "02:45–04:45 LHDT" },
    {
      ...{ date: "2030-04-07", time: "01:45", disambiguation: "earlier" as const },
      ...{ startsAt: "2030-04-06T14:45:00Z", shown: "01:45 LHDT–03:15 LHST" },
    },
    {
      ...{ date: "2030-04-07", time: "01:45", disambiguation: "later" as const },
      ...{ startsAt: "2030-04-06T15:15:00Z", shown: "01:45–03:45 LHST" },
    },
  ].map((night) => ({ timeZone: "Australia/Lord_Howe", ...night })),
];

it("stores and shows the times of nights in which clocks change, and gives tickets until the start", async (context) => {
  const start = new Date("2030-02-20T12:00:00Z");
  const clock = moveClock(start);
  onTestFinished(clock.remove);
  const world = await startWorld({ env: clock.env, now: start });
  onTestFinished(world.stop);
  const broken: string[] = [];
  let kept = 0;
  let givenEarlier = 0;
  for (const { timeZone, date, time, disambiguation, startsAt, shown } of nights) {
    const name = `${timeZone} ${date} ${time} ${disambiguation ?? ""}`.trim();
    const before = new Date(Date.parse(startsAt ?? "2030-02-25T12:00:00Z") - day);
    clock.set(before);
    // Sessions of the day before; an organiser's ends after a day.
    const as = async (role: Account["role"]) => {
      const { account, visitor } = await world.join({ role });
      await world.database.sql("update sessions set created_at = ?, last_seen_at = ? where user_id = ?", [
        ...[before, before, account.id],
      ]);
      return visitor;
    };
    const host = await as("organiser");
    const created = await host.submit(await host.get("/dashboard/events/new"), "Create event", {
      ...{ name, location: "The Great Hall", date, time, timeZone, hours: "2", minutes: "0", capacity: "50" },
      ...(disambiguation && { disambiguation }),
    });
    if (startsAt === null) {
      const error = fieldError(created, "time") ?? "";
      if (created.location || !error) broken.push(`${name}: a time that does not exist was taken`);
      else kept += 1;
      continue;
    }
    const event = eventIdIn(created.location);
    const [row] = await world.database.sql("select starts_at from events where id = ?", [event]);
    if (new Date(Number(row?.starts_at)).toISOString() !== new Date(startsAt).toISOString())
      broken.push(`${name}: stored as ${new Date(Number(row?.starts_at)).toISOString()}`);
    else kept += 1;
    const first = await as("attendee");
    const late = await as("attendee");
    const page = await first.get(`/events/${event}`);
    if (!wordsOf(page).includes(shown ?? "?")) broken.push(`${name}: the page does not show ${shown}`);
    else kept += 1;
    const request = async (visitor: Visitor, ms: number) => {
      clock.set(new Date(Date.parse(startsAt) + ms));
      return (await visitor.submit(page, "Request ticket")).location ?? "";
    };
    const given = await request(first, -1);
    if (!given.startsWith("/tickets/")) broken.push(`${name}: 1 ms before the start there was no ticket`);
    else kept += 1;
    for (const ms of [0, 1, 30 * minute]) {
      if ((await request(late, ms)).startsWith("/tickets/"))
        broken.push(`${name}: a ticket ${ms} ms after the start`);
      else kept += 1;
    }
    // The same person, a moment before: only the time was the reason.
    if ((await request(late, -1)).startsWith("/tickets/")) givenEarlier += 1;
  }
  expect(givenEarlier).toBe(nights.filter(({ startsAt }) => startsAt !== null).length);
  reportFault(context, {
    fault:
      "nights of clock changes in three zones: times are stored and shown right, tickets until 1 ms before the start",
    attempts: nights.length,
    kept,
    broken,
    control: `with the clock before the start, all ${givenEarlier} who were refused got a ticket`,
  });
});

it("lets no link, session or limit last longer when the clock is set back an hour", async (context) => {
  const start = new Date("2030-06-01T12:00:00Z");
  const at = (minutes: number) => new Date(start.getTime() + minutes * minute);
  const clock = moveClock(start);
  onTestFinished(clock.remove);
  const world = await startWorld({ env: clock.env, now: start });
  onTestFinished(world.stop);
  const broken: string[] = [];
  let kept = 0;
  const check = (isKept: boolean, problem: string) => {
    if (isKept) kept += 1;
    else broken.push(problem);
  };
  const { account, visitor } = await world.join();
  const guest = world.visitor();
  const forgot = async () =>
    guest.submit(await guest.get("/forgot-password"), "Send reset link", { email: account.email });
  const linkOf = async (recipient: string) => {
    const path = async () => {
      const [mail] = await world.database.sql(
        "select id from outbox where recipient = ? and state = 'sent' order by created_at desc, id desc limit 1",
        [recipient],
      );
      return mail
        ? /\/[\w-]+\?token=[\w.-]+/.exec((await guest.get(`/dev/mailbox/${mail.id}`)).text)?.[0]
        : undefined;
    };
    await expect.poll(path).toBeDefined();
    return (await path()) ?? "";
  };
  await forgot();
  const reset = await linkOf(account.email);
  const fields = { name: "Grace Hopper", email: "grace@example.org", password: testPassword };
  await guest.submit(await guest.get("/register"), "Create account", fields);
  const confirm = await linkOf("grace@example.org");
  const opens = async (link: string, button: string) => (await guest.get(link)).text.includes(button);
  const signedIn = async () => (await visitor.get("/account")).status === 200;

  // Without the fault, all of them work.
  expect([await opens(reset, "Set new password"), await opens(confirm, "Confirm email address")]).toEqual([
    ...[true, true],
  ]);
  expect(await signedIn()).toBe(true);
  for (let n = 0; n < 5; n += 1) await forgot();
  const requests = async () =>
    (await world.database.sql("select id from password_resets where email = ?", [account.email])).length;
  const limited = await requests();
  expect(limited).toBe(5);
  const newest = await linkOf(account.email);

  clock.set(at(-60));
  check(!(await opens(newest, "Set new password")), "a link that sets a password is valid for an hour more");
  check(!(await opens(confirm, "Confirm email address")), "a registration's link is valid for an hour more");
  check(!(await signedIn()), "a session is valid for an hour more");
  // The worker removes the links of the future within a minute, before the clock is as late again.
  const future = () =>
    world.database.sql(
      "select id from password_resets where created_at > ? union select id from registrations",
      [at(-55)],
    );
  await expect.poll(future, { timeout: 90_000, interval: 1_000 }).toEqual([]);
  await forgot();
  check((await requests()) === 1, "a window of a limit lasts an hour longer");
  clock.set(at(1));
  check(!(await opens(newest, "Set new password")), "a link that sets a password is valid again");
  check(!(await opens(confirm, "Confirm email address")), "a registration's link is valid again");
  reportFault(context, {
    fault: "the clock is set back an hour: no link, session or window of a limit lasts longer",
    attempts: 1,
    kept,
    broken,
    control: "without it, both links and the session are valid, and the limit refuses",
  });
});
