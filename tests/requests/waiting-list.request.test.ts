import { afterEach, describe, expect, it } from "vitest";
import {
  type Account,
  addAccounts,
  addEvent,
  addTickets,
  addWaiting,
  startSessions,
} from "@/tests/harness/accounts";
import { fieldError, fieldValue, readDocument, wordsOf } from "@/tests/harness/html-form";
import { lineUp, type Received, readyForm } from "@/tests/harness/rush";
import { type Engine, startWorld, type World } from "@/tests/harness/world";

describe("without JavaScript", () => {
  it("one joins and leaves, and organisers see the list, its file, and remove somebody", async () => {
    const { event, holder, host, ben, waiter } = await fullEvent();
    const page = `/events/${event}`;
    const joined = await waiter.submit(await waiter.get(page), "Join the waiting list", { until: "24h" });
    expect([joined.status, joined.location]).toEqual([303, "/tickets?done=waiting"]);
    const mine = await waiter.follow(joined);
    expect(wordsOf(mine)).toMatch(/You are on the waiting list\..*You wait until/);
    const manage = `/dashboard/events/${event}`;
    const list = await host.get(manage);
    expect(wordsOf(list)).toContain("1 waiting.");
    const file = await host.get(`${manage}/attendees.csv?show=waiting`);
    expect(file.text).toContain(`,${ben.email},2`);
    expect(file.headers.get("content-disposition")).toContain("-waiting-list.csv");
    expect((await waiter.submit(mine, "Leave the waiting list")).location).toBe("/tickets?done=left");
    // Somebody who has left stays so.
    const late = await host.submit(list, "Remove from the list");
    expect(late.location).toBe(`${manage}?done=waiting#waiting-list`);
    await waiter.submit(await waiter.get(page), "Join the waiting list");
    await host.submit(await host.get(manage), "Remove from the list");
    expect(wordsOf(await host.get(manage))).toContain("Nobody is waiting.");
    const entries = await world.database.sql("select ended_because as why from waiting_list_entries");
    expect(entries.map(({ why }) => why).sort()).toEqual(["left", "removed"]);
    expect((await holder.submit(await holder.get(page), "Join the waiting list")).location).toMatch(
      /^\/tickets\/[0-9a-z]{20}$/,
    );
    const guest = world.visitor();
    expect((await guest.submit(await guest.get(page), "Join the waiting list")).location).toBe(
      `/sign-in?next=${encodeURIComponent(page)}`,
    );
  });

  it("somebody whose ticket was taken back gets no other way in, until an organiser allows it", async () => {
    const { event, ada, holder, host, ben, waiter } = await fullEvent();
    const page = `/events/${event}`;
    const manage = `/dashboard/events/${event}`;
    await waiter.submit(await waiter.get(page), "Join the waiting list");
    const before = await host.get(`${manage}?take-back=${fieldValue(await host.get(manage), "take-back")}`);
    const nothing = await host.submit(before, "Yes, take it back", { reason: " " });
    expect(fieldError(nothing, "reason")).toBe("Say why, as they are emailed it.");
    const taken = await host.submit(before, "Yes, take it back", { reason: "You resold it." });
    expect(taken.location).toBe(`${manage}?done=taken-back`);
    const held = async () =>
      (await world.database.sql("select holder_id as id from tickets where voided_at is null")).map(
        ({ id }) => id,
      );
    expect(await held()).toEqual([ben.id]);
    const excluded = "An organiser of this event took your ticket back.";
    const refused = await holder.submit(await holder.get(page), "Join the waiting list", { until: "24h" });
    expect(wordsOf(refused)).toContain(excluded);
    expect(
      readDocument(refused).querySelector("select[name=until] option[selected]")?.getAttribute("value"),
    ).toBe("24h");
    const [ticket] = await world.database.sql("select id from tickets where holder_id = ?", [ada.id]);
    expect(wordsOf(await holder.get(`/tickets/${ticket?.id}`))).toContain("Reason: You resold it.");
    // The list shows it, and its file, by its state.
    expect(wordsOf(await host.get(`${manage}?show=void`))).toContain(ada.email);
    expect((await host.get(`${manage}/attendees.csv?show=void`)).text).toContain(`,${ada.email},void,2`);
    await host.submit(await host.get(`${manage}/edit`), "Save changes", { capacity: "2" });
    const again = await holder.get(page);
    expect(wordsOf(await holder.submit(again, "Request ticket"))).toContain(excluded);
    expect(await held()).toEqual([ben.id]);
    await host.submit(await host.get(manage), "Allow a new ticket");
    expect((await holder.submit(again, "Request ticket")).location).toMatch(/^\/tickets\/[0-9a-z]{20}$/);
    expect(await held()).toHaveLength(2);
  });
});

/** An event with one space, which Ada has, and Ben who wants it. */
async function fullEvent() {
  world = await startWorld();
  const { account: organiser, visitor: host } = await world.join({ role: "organiser" });
  const { account: ada, visitor: holder } = await world.join({ name: "Ada" });
  const { account: ben, visitor: waiter } = await world.join({ name: "Ben" });
  const event = await addEvent(world.database, { createdBy: organiser.id, capacity: 1 });
  await addTickets(world.database, event, [ada]);
  return { event, ada, ben, host, holder, waiter };
}

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
