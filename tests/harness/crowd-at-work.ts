import { setTimeout as pause } from "node:timers/promises";
import { newId } from "@/lib/runtime/ids";
import {
  type Account,
  addAccounts,
  addDoorPasses,
  addEvent,
  addTickets,
  addWaiting,
  startSessions,
} from "./accounts";
import type { Acknowledged } from "./acknowledged";
import { fieldValue } from "./html-form";
import type { Visitor } from "./http-client";
import { type ReadyForm, readyForm } from "./rush";
import type { World } from "./world";

/** The people of `openCrowd`, who go on until `stop`, also while nothing answers. */
export type CrowdAtWork = { stop: () => Promise<void> };

type Person = { account: Account; cookie: string; held: string | null; isBusy: boolean };

type Crowd = {
  world: World;
  acknowledged: Acknowledged;
  random: () => number;
  /** How many holders are checked in at most. */
  arrivals: number;
};

const doors = ["North", "South", "East", "West"];
const spaces = 20;

/**
 * Prepares a full event that 200 people want tickets for, one that opens its doors, and one that is edited all the
 * time; the returned function lets everybody begin. Whatever the server tells them is noted in `acknowledged`.
 */
export async function openCrowd({
  world,
  acknowledged,
  random,
  arrivals,
}: Crowd): Promise<() => CrowdAtWork> {
  const { database, server } = world;
  const [organiser] = (await addAccounts(database, [{ role: "organiser" }])) as [Account];
  const host = await world.as(organiser);
  const wanted = await addEvent(database, { createdBy: organiser.id, capacity: spaces, name: "Wanted" });
  const edited = await addEvent(database, { createdBy: organiser.id, capacity: 1_000, name: "Edited" });
  const accounts = await addAccounts(database, Array(200).fill({}));
  const cookies = await startSessions(database, accounts);
  const request = await readyForm(`${server.url}/events/${wanted}`, "Request ticket");
  const tickets = await addTickets(database, wanted, accounts.slice(0, spaces));
  for (const id of tickets) acknowledged.inserted.add(id);
  for (const [n, id] of tickets.entries())
    acknowledged.tickets.set(id, { event: wanted, holder: accounts[n]?.id ?? "", cancel: "no" });
  const [firstTicket = ""] = tickets;
  const cancel = await readyForm(`${server.url}/tickets/${firstTicket}`, "Yes, cancel it", {
    cookie: cookies[0],
  });
  // Another full event, for the buttons of its waiting list.
  const [waiter] = (await addAccounts(database, [{}])) as [Account];
  const other = await addEvent(database, {
    createdBy: organiser.id,
    capacity: 1,
    allocated: 0,
    name: "Another",
  });
  const [taken = ""] = await addTickets(database, other, [accounts[0] as Account]);
  acknowledged.inserted.add(taken);
  await addWaiting(database, other, [waiter]);
  const [cookie] = await startSessions(database, [waiter]);
  const join = await readyForm(`${server.url}/events/${other}`, "Join the waiting list");
  const leave = await readyForm(`${server.url}/tickets`, "Leave the waiting list", { cookie });

  const door = await addEvent(database, {
    ...{ createdBy: organiser.id, capacity: arrivals, name: "Open door" },
    startsAt: new Date(Date.now() + 3_600_000),
  });
  const holders = await addAccounts(database, Array(arrivals).fill({}));
  const toScan = await addTickets(database, door, holders);
  const codes = new Map(
    (await database.sql("select id, code from tickets where event_id = ?", [door])).map(({ id, code }) => [
      String(id),
      String(code),
    ]),
  );
  for (const id of toScan) acknowledged.inserted.add(id);
  const passes = await addDoorPasses(database, door, organiser, doors);
  const people: Person[] = accounts.map((account, n) => ({
    ...{ account, cookie: cookies[n] ?? "", isBusy: false },
    held: tickets[n] ?? null,
  }));

  return () => {
    let stopped = false;
    const goOn = async (step: () => Promise<unknown>, restMs: number) => {
      while (!stopped) {
        await step();
        await pause(restMs * (0.5 + random()));
      }
    };
    const attend = () =>
      attendee(
        { acknowledged, random, people, wanted, firstTicket, other },
        { request, join, cancel, leave },
      );
    const loops = [
      ...Array.from({ length: 8 }, () => goOn(attend, 20)),
      ...passes.map((pass) => goOn(() => scan(server.url, pass, { toScan, codes, acknowledged }), 150)),
      goOn(() => edit(host, edited, { acknowledged, name: true }), 100),
      goOn(() => edit(host, wanted, { acknowledged, name: false }), 3_000),
    ];
    return {
      async stop() {
        stopped = true;
        await Promise.all(loops);
      },
    };
  };
}

type Answer = { status: number; location: string | null; text: string };

/** Sends a form with other ids in it; null without an answer, which is no promise. */
async function post(
  acknowledged: Acknowledged,
  form: ReadyForm,
  cookie: string,
  ids: [from: string, to: string][] = [],
): Promise<Answer | null> {
  const swap = (text: string) => ids.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
  return answerOf(
    acknowledged,
    fetch(swap(form.url.href), {
      method: "POST",
      headers: { ...form.headers, Cookie: `evento.session=${cookie}`, Origin: form.url.origin },
      body: swap(String(form.body)),
      redirect: "manual",
    }),
  );
}

async function answerOf(acknowledged: Acknowledged, sending: Promise<Response>): Promise<Answer | null> {
  try {
    const response = await sending;
    const { status, headers } = response;
    const text = await response.text();
    acknowledged.answers += 1;
    return { status, location: headers.get("location"), text };
  } catch {
    return null;
  }
}

const ticketIn = (answer: Answer | null) =>
  answer?.status === 303 ? /\/tickets\/([0-9a-z]{20})$/.exec(answer.location ?? "")?.[1] : undefined;

type Buttons = Record<"request" | "join" | "cancel" | "leave", ReadyForm>;
type Wish = Pick<Crowd, "acknowledged" | "random"> & {
  people: Person[];
  wanted: string;
  /** What stands in the forms instead of other ids. */
  firstTicket: string;
  other: string;
};

/** Lets somebody do one thing: ask for a ticket, cancel it, join the waiting list, or leave it. */
async function attendee(
  { acknowledged, random, people, wanted, firstTicket, other }: Wish,
  buttons: Buttons,
) {
  const idle = people.filter(({ isBusy }) => !isBusy);
  const person = idle[Math.floor(random() * idle.length)];
  if (!person) return;
  person.isBusy = true;
  const { id: holder } = person.account;
  const landsOn = (id: string) => {
    acknowledged.hasTicket(id, { event: wanted, holder });
    person.held = id;
  };
  try {
    if (person.held && random() < 0.6) {
      const ticket = acknowledged.tickets.get(person.held);
      if (ticket) ticket.cancel = "tried";
      const answer = await post(acknowledged, buttons.cancel, person.cookie, [[firstTicket, person.held]]);
      if (ticketIn(answer) !== person.held) return;
      if (ticket) ticket.cancel = "done";
      person.held = null;
      return;
    }
    const asked = await post(acknowledged, buttons.request, person.cookie);
    const ticket = ticketIn(asked);
    if (
      ticket &&
      person.held &&
      ticket !== person.held &&
      acknowledged.tickets.get(person.held)?.cancel === "no"
    )
      acknowledged.contradictions.push(`${holder} asked again and got another ticket`);
    if (ticket) return landsOn(ticket);
    if (!asked?.text.includes("This event is FULL.")) return;
    const line = acknowledged.waiting.get(`${wanted} ${holder}`);
    if (line?.wants === "wait" && random() < 0.3) {
      acknowledged.wants(wanted, holder, "leave", false);
      const left = await post(acknowledged, buttons.leave, person.cookie, [[other, wanted]]);
      if (left?.status === 303) acknowledged.wants(wanted, holder, "leave", true);
      return;
    }
    acknowledged.wants(wanted, holder, "wait", line?.wants === "wait" && line.done);
    const joined = await post(acknowledged, buttons.join, person.cookie, [[other, wanted]]);
    const given = ticketIn(joined);
    if (given) landsOn(given);
    else if (joined?.status === 303) acknowledged.wants(wanted, holder, "wait", true);
  } finally {
    person.isBusy = false;
  }
}

type Arrivals = { toScan: string[]; codes: Map<string, string>; acknowledged: Acknowledged };

/** Checks the next holder in at a door, and asks again with the same nonce until there is an answer. */
async function scan(origin: string, pass: string, { toScan, codes, acknowledged }: Arrivals) {
  const ticket = toScan.pop();
  if (!ticket) return;
  const nonce = newId();
  const body = JSON.stringify({ code: codes.get(ticket), nonce });
  const headers = { "Content-Type": "application/json", Origin: origin };
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await answerOf(
      acknowledged,
      fetch(`${origin}/door/${pass}/scan`, { method: "POST", headers, body }),
    );
    if (answer?.status === 200) {
      const { result } = JSON.parse(answer.text) as { result: string };
      if (result === "checked-in") acknowledged.checkIns.set(nonce, ticket);
      else acknowledged.contradictions.push(`a door said ${answer.text} of a new ticket`);
      return;
    }
    await pause(100);
  }
}

/** Adds a space to an event, and sometimes gives it another name. */
async function edit(
  host: Visitor,
  event: string,
  { acknowledged, name }: { acknowledged: Acknowledged; name: boolean },
) {
  try {
    const page = await host.get(`/dashboard/events/${event}/edit`);
    if (page.status !== 200) return;
    const capacity = 1 + Number(fieldValue(page, "capacity"));
    const fields = { capacity: String(capacity), ...(name && { name: `Edited to ${capacity}` }) };
    const { status } = await host.submit(page, "Save changes", fields);
    if (status === 303) acknowledged.edits.push({ event, capacity });
  } catch {
    // Without an answer nothing was promised.
  }
}
