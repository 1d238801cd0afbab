import type { eventOrganisers, events, tickets, users } from "@/db/schema";
import { isFull, isNearCapacity } from "@/lib/availability/availability";
import { searchable } from "@/lib/search/search-text";
import { toWallTime } from "@/lib/time/wall-time";
import { chance, codeOf, idOf, pick } from "./chance";
import { asides, cities, halls, kinds, topics } from "./large-words";
import { crowd, type Person, visitors } from "./people";

/** How much there is. Of the accounts one to every fifty events is an organiser's. */
export type Sizes = { events: number; accounts: number; tickets: number };

/** The whole of it: sizes, when it is, and how many tickets each event has, void ones included. */
export type Plan = Sizes & { now: number; organisers: number; ticketsOf: Uint32Array };

const day = 24 * 3_600_000;
const [ofUser, ofEvent, ofTicket] = [1, 2, 3];

/** Decides how many tickets go to each event: one event is huge, a few are large, most are small. */
export function makePlan({ events, accounts, tickets }: Sizes, now: Date): Plan {
  const organisers = Math.ceil(events / 50);
  const most = accounts - organisers;
  const ticketsOf = new Uint32Array(events);
  const give = (event: number, wanted: number, left: number) => {
    const given = Math.min(wanted, left, most - (ticketsOf[event] ?? 0));
    ticketsOf[event] = (ticketsOf[event] ?? 0) + given;
    return left - given;
  };
  let left = give(0, Math.floor(tickets / 60), tickets);
  const shares = left / events;
  // The cube's mean is a quarter, so these shares use up nearly all; the rest goes round one by one.
  for (let event = 1; event < events; event++)
    left = give(event, Math.floor(shares * 4 * chance(event, 10) ** 3), left);
  for (let turn = 0; left > 0 && turn < events * most; turn++) left = give(turn % events, 1, left);
  return { events, accounts, tickets: tickets - left, now: now.getTime(), organisers, ticketsOf };
}

/** The `n`th account: organisers first. The demo's own visitors are among them. */
export function accountRow(plan: Plan, n: number, passwordHash: string): typeof users.$inferSelect {
  const { name, email } = personOf(plan, n);
  const at = new Date(plan.now - (200 + 900 * chance(n, 20)) * day);
  return {
    id: idOf(ofUser, n),
    name,
    email,
    searchText: searchable(`${name} ${email}`),
    passwordHash,
    class: n < plan.organisers ? "organiser" : "attendee",
    provedAt: at,
    createdAt: at,
  };
}

function personOf({ organisers }: Plan, n: number): Pick<Person, "name" | "email"> {
  if (n === 0) return visitors.organiser;
  if (n === organisers) return visitors.attendee;
  if (n === organisers + 1) return visitors.promoted;
  const { name, email } = pick(crowd, n, 21);
  return { name, email: email.replace("@", `.${n}@`) };
}

/** The creator of an event: the demo's organiser made every twentieth. */
const creatorOf = ({ organisers }: Plan, event: number) =>
  event % 20 === 0 ? 0 : Math.floor(chance(event, 30) * organisers);

/** How an event stands: what follows from its number and its tickets. */
function standing(plan: Plan, event: number) {
  const count = plan.ticketsOf[event] ?? 0;
  const cancelled = event > 0 && chance(event, 31) < 0.03;
  // Of each event's tickets one in 25 was given back; the first ones, as all are alike.
  const givenBack = Math.floor(count / 25);
  const active = cancelled ? 0 : count - givenBack;
  // Nine in ten are still to come, more of them soon than late; the huge one is.
  const ahead = event === 0 || chance(event, 32) < 0.9;
  const days = ahead ? 2 + 1_500 * chance(event, 33) ** 2 : -1 - 700 * chance(event, 33);
  const hour = 3_600_000;
  const startsAt =
    Math.floor((plan.now + days * day) / hour) * hour + (chance(event, 34) < 0.5 ? hour / 2 : 0);
  const createdAt = Math.min(startsAt, plan.now) - (2 + 118 * chance(event, 35)) * day;
  return { count, cancelled, givenBack, active, startsAt, createdAt, until: Math.min(startsAt, plan.now) };
}

/** Some are full, some nearly, most have room. */
function capacityOf(active: number, event: number): number {
  const fill = chance(event, 36);
  if (active > 0 && fill < 0.06) return active;
  if (active > 40 && fill < 0.12) return active + 1;
  return Math.min(1_000_000, Math.ceil((active + 5) / (0.1 + 0.8 * fill) / 10) * 10);
}

/** The `n`th event. */
export function eventRow(plan: Plan, n: number): typeof events.$inferSelect {
  const { count, cancelled, givenBack, active, startsAt, createdAt, until } = standing(plan, n);
  const [city, timeZone] = pick(cities, n, 40);
  const name = `${pick(topics, n, 41)} ${pick(kinds, n, 42)}${pick(asides, n, 43)} no. ${n + 1}`;
  const location = `${pick(halls, n, 44)}, ${city}`;
  const durationMinutes = 30 * (1 + Math.floor(12 * chance(n, 45)));
  const capacity = capacityOf(active, n);
  const [near, full] = [isNearCapacity, isFull].map((is) => is({ capacity, allocated: active }));
  const cancelledAt = cancelled ? new Date(until - 3_600_000) : null;
  return {
    id: idOf(ofEvent, n),
    name,
    description: `${name}: come early, bring a friend.\n\nDoors open half an hour before. ${pick(crowd, n, 46).name} is your host.`,
    location,
    searchText: searchable(`${name} ${location}`),
    startsAt: new Date(startsAt),
    endsAt: new Date(startsAt + durationMinutes * 60_000),
    timeZone,
    durationMinutes,
    startDate: toWallTime(new Date(startsAt), timeZone).date,
    capacity,
    allocated: active,
    createdBy: idOf(ofUser, creatorOf(plan, n)),
    createdAt: new Date(createdAt),
    updatedAt: cancelledAt ?? new Date(createdAt),
    revision: cancelled ? 1 : 0,
    cancelledAt,
    cancelReason: cancelled ? "The speaker is ill." : null,
    voidedTickets: cancelled ? count - givenBack : 0,
    nearAlertArmed: !near && !full,
    nearAlertAt: null,
    fullAlertArmed: !full,
    fullAlertAt: null,
  };
}

/** Who runs the `n`th event: its creator, and of every tenth the attendee who came first. */
export function organiserRows(plan: Plan, n: number): (typeof eventOrganisers.$inferSelect)[] {
  const { count, givenBack, createdAt } = standing(plan, n);
  const addedBy = idOf(ofUser, creatorOf(plan, n));
  const row = (userId: string) => ({
    eventId: idOf(ofEvent, n),
    userId,
    addedAt: new Date(createdAt),
    addedBy,
  });
  return n % 10 === 5 && count > givenBack
    ? [row(addedBy), row(idOf(ofUser, holderOf(plan, n, 0)))]
    : [row(addedBy)];
}

/**
 * The account that holds an event's `k`th ticket of those not given back; before them `k` is negative. The
 * demo's attendee goes to one event in a hundred, the promoted one to one in a thousand.
 */
function holderOf({ accounts, organisers }: Plan, event: number, k: number): number {
  const attendees = accounts - organisers;
  let step = 1 + Math.floor(chance(event, 50) * (attendees - 1));
  while (divisor(step, attendees) > 1) step++;
  const first = event % 100 === 0 ? 0 : event % 1_000 === 5 ? 1 : Math.floor(chance(event, 51) * attendees);
  return organisers + ((first + (k + attendees) * step) % attendees);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** The `n`th ticket of all, which is an event's `k`th. */
export function ticketRow(plan: Plan, n: number, event: number, k: number): typeof tickets.$inferSelect {
  const { count, cancelled, givenBack, createdAt, until } = standing(plan, event);
  const at = createdAt + ((until - createdAt) * (k + 1)) / (count + 2);
  const void_ = k < givenBack ? "cancelled-by-holder" : cancelled ? "event-cancelled" : null;
  return {
    id: idOf(ofTicket, n),
    eventId: idOf(ofEvent, event),
    holderId: idOf(ofUser, holderOf(plan, event, k - givenBack)),
    code: codeOf(n),
    createdAt: new Date(Math.floor(at)),
    voidedAt: void_
      ? new Date(Math.floor(void_ === "event-cancelled" ? until - 3_600_000 : at + 1_000))
      : null,
    voidedBecause: void_,
  };
}
