import { afterEach, expect, it } from "vitest";
import {
  type Account,
  addAccounts,
  addEvent,
  addTickets,
  addWaiting,
  startSessions,
} from "@/tests/harness/accounts";
import { lineUp, type Received, readyForm } from "@/tests/harness/rush";
import { type Engine, startWorld, type World } from "@/tests/harness/world";

const spaces = 50;
let world: World;
afterEach(() => world?.stop());

type Scene = { eventId: string; waiting: Account[]; late: Account[] };

/**
 * Lets 40 of 50 holders cancel at the same moment as 100 others request a ticket, while 60 wait; returns how many
 * requests had which outcome.
 */
async function cancelAmongRequests({ scripts, hasList }: { scripts: boolean; hasList: boolean }) {
  const { database, server } = world;
  const [organiser] = (await addAccounts(database, [{ role: "organiser" }])) as [Account];
  const people = await addAccounts(database, Array(210).fill({}));
  const [holders, waiting, late] = [people.slice(0, 50), people.slice(50, 110), people.slice(110)];
  const eventId = await addEvent(database, { createdBy: organiser.id, capacity: spaces });
  // The button is read before the event is full.
  const page = `${server.url}/events/${eventId}`;
  const request = await readyForm(page, "Request ticket", { scripts });
  const tickets = await addTickets(database, eventId, holders);
  await addWaiting(database, eventId, waiting);
  // The server does not look at a list on which nobody has ever been.
  if (!hasList) await database.sql("update events set waiting_places = 0 where id = ?", [eventId]);
  const cookies = await startSessions(database, [...holders.slice(0, 40), ...late]);
  const cancel = await readyForm(`${server.url}/tickets/${tickets[0]}`, "Yes, cancel it", {
    scripts,
    cookie: cookies[0],
  });
  const withCookie = (form: typeof cancel, n: number) => ({
    ...form,
    headers: { ...form.headers, Cookie: `evento.session=${cookies[n]}; evento.signed-in=1` },
  });
  const first = tickets[0] ?? "";
  const cancelTicket = (id: string, n: number) => ({
    ...withCookie(cancel, n),
    url: new URL(cancel.url.href.replace(first, id)),
    body: Buffer.from(String(cancel.body).replaceAll(first, id)),
  });
  const cancels = tickets.slice(0, 40).map(cancelTicket);
  const requests = late.map((_, n) => withCookie(request, 40 + n));
  // As they would arrive: after each cancellation some requests.
  const mixed = cancels.flatMap((form, n) => [form, ...requests.slice(n * 2.5, (n + 1) * 2.5)]);
  const { answers } = await (await lineUp(mixed))(outcomeOf);
  const counts: Record<string, number> = {};
  for (const { kind } of answers) counts[kind] = (counts[kind] ?? 0) + 1;
  return {
    counts,
    errors: answers.filter(({ kind }) => kind === "error"),
    scene: { eventId, waiting, late },
  };
}

function outcomeOf({ status, headers, text }: Received): ["landed" | "full" | "error", string] {
  const told = status === 200 ? /"redirectTo":"([^"]*)"/.exec(text)?.[1] : undefined;
  const landed = told ?? String(headers.location ?? "");
  if ((told || status === 303) && landed.startsWith("/tickets/")) return ["landed", landed];
  const full = text.includes("This event is FULL.") || text.includes('"reason":"full"');
  return status === 200 && full
    ? ["full", ""]
    : ["error", `${status} ${/role="alert"[^<]*/.exec(text)?.[0]}`];
}

/** What is wrong with the rows afterwards. */
async function problemsOf({ eventId, waiting, late }: Scene): Promise<string[]> {
  const { database } = world;
  const problems: string[] = [];
  const check = (what: string, actual: unknown, wanted: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(wanted))
      problems.push(`${what}: ${actual} instead of ${wanted}`);
  };
  const ids = async (statement: string) =>
    (await database.sql(statement, [eventId])).map(({ id }) => String(id));
  const active = await ids("select holder_id as id from tickets where event_id = ? and voided_at is null");
  const [event] = await database.sql("select allocated from events where id = ?", [eventId]);
  check("active tickets", active.length, spaces);
  check("the counter", Number(event?.allocated), active.length);
  check("tickets of those who did not wait", late.filter(({ id }) => active.includes(id)).length, 0);
  check(
    "the first 40 of the list have tickets",
    waiting.map(({ id }) => active.includes(id)),
    waiting.map((_, n) => n < 40),
  );
  const left = await ids(
    "select user_id as id from waiting_list_entries where event_id = ? and ended_at is null order by place",
  );
  check(
    "the rest waits in its order",
    left,
    waiting.slice(40).map(({ id }) => id),
  );
  const mailed = await ids(
    "select recipient as id from outbox where event_id = ? and kind = 'ticket-from-waiting-list'",
  );
  check(
    "mails",
    mailed.sort(),
    waiting
      .slice(0, 40)
      .map(({ email }) => email)
      .sort(),
  );
  return problems;
}

it.each<[Engine, string, boolean]>([
  ["sqlite", "without scripts", false],
  ["sqlite", "with scripts", true],
  ["postgres", "with scripts", true],
])(
  "40 cancelled tickets go to the first 40 of 60 who wait, among 100 requests, on %s %s",
  async (engine, _, scripts) => {
    world = await startWorld({ engine });
    const { counts, errors, scene } = await cancelAmongRequests({ scripts, hasList: true });
    expect(errors).toEqual([]);
    expect(counts).toEqual({ landed: 40, full: 100 });
    expect(await problemsOf(scene)).toEqual([]);
  },
);

it("detects a server that does not look at the list", async () => {
  world = await startWorld();
  const { counts, scene } = await cancelAmongRequests({ scripts: true, hasList: false });
  expect(counts.landed).toBeGreaterThan(40);
  expect((await problemsOf(scene)).join("\n")).toMatch(/tickets of those who did not wait: \d+ instead of 0/);
});
