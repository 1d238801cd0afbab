import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import {
  type Account,
  addAccounts,
  addDoorPasses,
  addEvent,
  addTickets,
  addWaiting,
  tellPublicChange,
} from "@/tests/harness/accounts";
import { wordsOf } from "@/tests/harness/html-form";
import { isSignedIn, type Visitor } from "@/tests/harness/http-client";
import { type Pair, startPair } from "@/tests/harness/pair";
import { gatherCrowd, judgeRush, rush } from "@/tests/harness/rush";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";

// What one process knows by itself, and what it must learn from the other: sessions, limits, cached pages, the outbox.

let pair: Pair;
let smtp: SmtpHarness;
let organiser: Account;
beforeAll(async () => {
  smtp = await startSmtp();
  pair = await startPair({ env: { SMTP_URL: smtp.url } });
  organiser = await pair.join({ role: "organiser" });
});
afterAll(async () => {
  await pair?.stop();
  await smtp?.stop();
});

const turns = [0, 1] as const;
const hour = 3_600_000;

/** How often each mail with this subject arrived, by recipient. */
function arrivals(subject: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const mail of smtp.messages.filter((each) => each.subject === subject))
    for (const recipient of mail.envelopeTo) counts[recipient] = (counts[recipient] ?? 0) + 1;
  return counts;
}

const unsentMails = (event: string) =>
  pair.database.sql("select id from outbox where event_id = ? and state <> 'sent'", [event]);

it("sell exactly the spaces in a rush, and send each mail once", async () => {
  const size = { attendees: 100, spaces: 25 };
  const crowd = await gatherCrowd(pair.database, size);
  const before = pair.proxy.connections();
  const { answers } = await rush({ origin: pair.origin, crowd });
  expect(await judgeRush(pair.database, crowd, { answers, spaces: size.spaces })).toEqual([]);
  const shares = pair.proxy.connections().map((count, turn) => count - (before[turn] ?? 0));
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(size.attendees / 2);
  await expect.poll(() => unsentMails(crowd.eventId)).toEqual([]);
  const counts = Object.values(arrivals("Your ticket for The rush"));
  expect(counts).toEqual(Array(size.spaces).fill(1));
  // The page from memory says so, whoever renders it.
  for (const turn of turns) {
    const visitor = await pair.visitorAt(turn);
    await expect.poll(async () => wordsOf(await visitor.get(`/events/${crowd.eventId}`))).toContain("FULL");
  }
});

it("would send mails twice without their leases", async () => {
  const { sql } = pair.database;
  await sql(
    `create function forget_lease() returns trigger language plpgsql as
       $$ begin new.due_at := old.due_at; return new; end $$`,
  );
  await sql(
    `create trigger no_lease before update on outbox for each row
     when (new.state = 'queued' and new.attempts > old.attempts) execute function forget_lease()`,
  );
  const [like] = await sql("select * from outbox where kind = 'ticket' limit 1");
  const mails = Array.from({ length: 30 }, () => ({
    ...(like as Record<string, string>),
    ...{ id: newId(), recipient: `${newId()}@example.org`, dedupe_key: newId() },
    ...{ state: "queued", attempts: 0, due_at: new Date(), sent_at: null },
  }));
  await pair.database.insert("outbox", mails);
  const again = () =>
    mails.some(({ recipient }) => (arrivals("Your ticket for The rush")[recipient] ?? 0) > 1);
  try {
    await expect.poll(again, { timeout: 55_000 }).toBe(true);
  } finally {
    await sql("drop trigger no_lease on outbox");
  }
});

it("count failed sign-ins together", async () => {
  const { email } = await pair.join();
  const visitors = await Promise.all(turns.map((turn) => pair.visitorAt(turn)));
  const fail = async (visitor: Visitor) =>
    visitor.submit(await visitor.get("/sign-in"), "Sign in", { email, password: "not the password" });
  const statuses: number[] = [];
  // Each alone would allow ten of them.
  while (statuses.length < 20 && statuses.at(-1) !== 429)
    statuses.push((await fail(visitors[statuses.length % 2] as Visitor)).status);
  // Not always the eleventh: on a slow machine the first pauses are over at the next attempt.
  expect(statuses.length).toBeGreaterThan(10);
  expect(statuses.at(-1)).toBe(429);
});

it("end a session in both", async () => {
  const account = await pair.join();
  const [here, there] = [await pair.visitorAt(0, account), await pair.visitorAt(1)];
  const cookie = here.cookie("evento.session");
  there.setCookie("evento.session", cookie);
  expect(await isSignedIn(there)).toBe(true);
  await here.submit(await here.get("/account"), "Sign out");
  there.setCookie("evento.session", cookie);
  expect(await isSignedIn(there)).toBe(false);
});

it("show a change made through one in the pages, feeds and files of the other", async () => {
  const event = await addEvent(pair.database, { createdBy: organiser.id, name: "Before the change" });
  const paths = ["/", `/events/${event}`, `/events/${event}/event.ics`, "/events.ics", "/events.atom"];
  const readers = await Promise.all(turns.map((turn) => pair.visitorAt(turn)));
  // A page that was cached before the event was inserted by hand would show it late.
  await tellPublicChange(pair.database);
  const names = (name: string) =>
    readers.flatMap((reader) =>
      paths.map((path) => async () => {
        const text = (await reader.get(path)).text.replace(/\r\n[ \t]/g, "");
        return text.includes(name) && !text.includes("Before the change") ? "" : path;
      }),
    );
  const before = () =>
    Promise.all(readers.flatMap((r) => paths.map(async (path) => (await r.get(path)).text)));
  await expect
    .poll(async () => (await before()).filter((text) => text.includes("Before the change")).length)
    .toBe(paths.length * 2);
  const host = await pair.visitorAt(0, organiser);
  const form = await host.get(`/dashboard/events/${event}/edit`);
  expect((await host.submit(form, "Save changes", { name: "After the change" })).status).toBe(303);
  // Whoever saved it sees it at once.
  const own = await Promise.all(
    names("After the change")
      .slice(0, paths.length)
      .map((ask) => ask()),
  );
  expect(own).toEqual(paths.map(() => ""));
  // The pages would be cached for a minute.
  await expect
    .poll(() => Promise.all(names("After the change").map((ask) => ask())), { timeout: 20_000 })
    .toEqual([...paths, ...paths].map(() => ""));
});

it("give freed spaces to those who wait, in their order, whoever frees them", async () => {
  const spaces = 12;
  const people = await addAccounts(pair.database, Array(spaces * 2 + 6).fill({}));
  const [holders, waiting] = [people.slice(0, spaces), people.slice(spaces)];
  const event = await addEvent(pair.database, {
    ...{ createdBy: organiser.id, name: "Handed over", capacity: spaces },
  });
  const tickets = await addTickets(pair.database, event, holders);
  await addWaiting(pair.database, event, waiting);
  const forms = await Promise.all(
    holders.map(async (holder, n) => {
      const visitor = await pair.visitorAt(n % 2 === 0 ? 0 : 1, holder);
      return [visitor, await visitor.get(`/tickets/${tickets[n]}`)] as const;
    }),
  );
  const answers = await Promise.all(forms.map(([visitor, page]) => visitor.submit(page, "Yes, cancel it")));
  expect(answers.map(({ status }) => status)).toEqual(holders.map(() => 303));
  const ids = async (statement: string) =>
    (await pair.database.sql(statement, [event])).map(({ id }) => String(id));
  const next = waiting.slice(0, spaces);
  await expect
    .poll(() =>
      ids("select holder_id as id from tickets where event_id = ? and voided_at is null order by 1"),
    )
    .toEqual(next.map(({ id }) => id).sort());
  expect(
    await ids(
      "select user_id as id from waiting_list_entries where event_id = ? and ended_at is null order by place",
    ),
  ).toEqual(waiting.slice(spaces).map(({ id }) => id));
  await expect
    .poll(() => Object.keys(arrivals("You have a ticket now: Handed over")).sort())
    .toEqual(next.map(({ email }) => email).sort());
  await expect.poll(() => unsentMails(event)).toEqual([]);
  expect(new Set(Object.values(arrivals("You have a ticket now: Handed over")))).toEqual(new Set([1]));
});

describe("doors", () => {
  const scan = (visitor: Visitor, pass: string, code: string) =>
    visitor.send(`/door/${pass}/scan`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, nonce: newId() }),
    });

  it("admit a ticket once, however many scan it at the same time", async () => {
    const event = await addEvent(pair.database, {
      ...{ createdBy: organiser.id, startsAt: new Date(Date.now() + hour) },
    });
    const [holder] = (await addAccounts(pair.database, [{}])) as [Account];
    const [ticket = ""] = await addTickets(pair.database, event, [holder]);
    const [row] = await pair.database.sql("select code from tickets where id = ?", [ticket]);
    const passes = await addDoorPasses(pair.database, event, organiser, ["North", "South"]);
    const doors = await Promise.all(turns.map((turn) => pair.visitorAt(turn)));
    const scans = Array.from({ length: 20 }, (_, n) =>
      scan(doors[n % 2] as Visitor, passes[n % 2] ?? "", String(row?.code)),
    );
    const results = (await Promise.all(scans)).map(({ text }) => JSON.parse(text).result as string);
    expect(results.sort()).toEqual([...Array(19).fill("already"), "checked-in"]);
    const active = await pair.database.sql("select id from check_ins where event_id = ?", [event]);
    expect(active).toHaveLength(1);
  });
});
