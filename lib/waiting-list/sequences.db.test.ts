import { and, asc, count, eq, gt, isNull } from "drizzle-orm";
import { expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { onPostgres } from "@/db/database-url";
import { events, outbox, rateLimits, tickets, waitingListEntries } from "@/db/schema";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { editEvent } from "@/lib/events/commands/edit-event";
import { editVersion } from "@/lib/events/edit-version";
import { allowAgain } from "@/lib/exclusions/commands/allow-again";
import { decide, type Outcome } from "@/lib/outcome/outcome";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import { managed, ofHolder } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { randomFrom } from "@/tests/harness/random";
import { joinWaitingList } from "./commands/join-waiting-list";
import { leaveWaitingList } from "./commands/leave-waiting-list";
import { removeFromWaitingList } from "./commands/remove-from-waiting-list";
import { continueHandOvers, endExpiredEntries } from "./commands/serve-waiting-lists";
import { type UntilChoice, untilChoices, untilTime } from "./until";

withDatabase({ limitMs: 20_000 });

const hour = 3_600_000;
const minute = 60_000;

/** What an event's tickets and waiting list should be, kept by rules that are simpler than the commands. */
class Model {
  now = testNow;
  cancelled = false;
  holders = new Set<string>();
  line: { user: string; until: Date }[] = [];
  excluded = new Set<string>();
  handOvers = 0;

  constructor(
    readonly startsAt: Date,
    public capacity: number,
  ) {}

  get upcoming() {
    return !this.cancelled && this.now < this.startsAt;
  }
  get free() {
    return this.capacity - this.holders.size;
  }
  /** Gives what is free to whoever comes first. */
  settle() {
    this.line = this.line.filter(({ until }) => until > this.now);
    while (this.upcoming && this.free > 0) {
      const [next, ...others] = this.line;
      if (!next) return;
      this.line = others;
      this.holders.add(next.user);
      this.handOvers += 1;
    }
  }
  waits = (user: string) => this.line.some((entry) => entry.user === user);
  drop(user: string) {
    this.line = this.line.filter((entry) => entry.user !== user);
  }
}

type Step = [name: string, run: () => Promise<Outcome<unknown>>, expected: string];

/** Runs `steps` random steps on events with a few spaces and people, and compares each with the model. */
async function runSequences({ seed, steps }: { seed: number; steps: number }) {
  const random = randomFrom(seed);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const organiser = await createUser({ role: "organiser" });
  const people: UserRow[] = [];
  for (let n = 0; n < 9; n++) people.push(await createUser({ email: `${n}@example.org` }));
  let taken = 0;
  let handOvers = 0;
  while (taken < steps) {
    const startsAt = new Date(testNow.getTime() + (26 + random() * 24) * hour);
    const capacity = 1 + Math.floor(random() * 4);
    const event = await createEvent({ capacity, startsAt, createdBy: organiser.id });
    const model = new Model(event.startsAt, capacity);
    // Each event begins at the same time, so that its people would have joined very many lists within an hour.
    await transaction(async (tx) => tx.delete(rateLimits));
    const history: string[] = [];
    for (let n = 0; n < 200 && taken < steps; n++, taken++) {
      const [name, run, expected] = await chooseStep(event.id, model, { pick, random, organiser, people });
      history.push(name);
      const outcome = await run();
      model.settle();
      const trace = `seed ${seed}, step ${taken}: ${history.slice(-15).join(" · ")}`;
      expect(outcome.ok ? "ok" : outcome.reason, trace).toBe(expected);
      expect(await stateOf(event.id, model.now), trace).toEqual({
        allocated: model.holders.size,
        holders: [...model.holders].sort(),
        line: model.line.map(({ user }) => user),
        pending: model.cancelled && (await isPending(event.id)),
      });
    }
    const [mails] = await reader()
      .select({ mails: count() })
      .from(outbox)
      .where(and(eq(outbox.eventId, event.id), eq(outbox.kind, "ticket-from-waiting-list")));
    expect(mails?.mails, `seed ${seed}`).toBe(model.handOvers);
    handOvers += model.handOvers;
  }
  return handOvers;
}

type World = {
  pick: <Value>(values: readonly Value[]) => Value;
  random: () => number;
  organiser: UserRow;
  people: UserRow[];
};

/** A random step, and the outcome that the model expects; the model has changed already. */
async function chooseStep(eventId: string, model: Model, world: World): Promise<Step> {
  const { pick, random, organiser, people } = world;
  const person = pick(people);
  const user = person.id;
  const held = model.holders.has(user);
  const notUpcoming = model.cancelled ? "cancelled" : "started";
  const tag = `${person.email[0]}`;
  const now = model.now;
  const chance = random();

  if (chance < 0.25) {
    const step = () => decide((tx) => requestTicket(tx, { holder: person, eventId, now }));
    if (held && !model.cancelled) return [`request ${tag}`, step, "ok"];
    if (!model.upcoming) return [`request ${tag}`, step, notUpcoming];
    if (model.excluded.has(user)) return [`request ${tag}`, step, "excluded"];
    if (model.free <= 0) return [`request ${tag}`, step, "full"];
    model.holders.add(user);
    return [`request ${tag}`, step, "ok"];
  }
  if (chance < 0.5) {
    const until: UntilChoice = pick(untilChoices);
    const step = () => decide((tx) => joinWaitingList(tx, { person, eventId, until, now }));
    const name = `join ${tag} ${until}`;
    if (!model.upcoming) return [name, step, notUpcoming];
    if (held || model.waits(user)) return [name, step, "ok"];
    if (model.excluded.has(user)) return [name, step, "excluded"];
    if (model.free > 0) return [name, step, "not-full"];
    if (untilTime(until, model.startsAt) <= now) return [name, step, "until-passed"];
    model.line.push({ user, until: untilTime(until, model.startsAt) });
    return [name, step, "ok"];
  }
  if (chance < 0.68) {
    const ticket = await lastTicket(eventId, user);
    const step = () =>
      decide((tx) => ofHolder(cancelTicket)(tx, { holder: person, ticketId: ticket?.id ?? "", now }));
    const name = `cancel ${tag}`;
    if (!ticket) return [name, step, "not-found"];
    if (!held) return [name, step, "ok"];
    if (!model.upcoming) return [name, step, notUpcoming];
    model.holders.delete(user);
    return [name, step, "ok"];
  }
  if (chance < 0.74) {
    model.drop(user);
    return [`leave ${tag}`, () => decide((tx) => leaveWaitingList(tx, { userId: user, eventId, now })), "ok"];
  }
  if (chance < 0.82) {
    const capacity = 1 + Math.floor(random() * 6);
    const step = async () => {
      const [event] = await reader().select().from(events).where(eq(events.id, eventId));
      if (!event) throw new Error("The event is gone.");
      const change = { actor: organiser, eventId, version: editVersion(event), now };
      return decide((tx) =>
        managed(editEvent)(tx, { ...change, edit: { ...event, pictureId: "", capacity } }),
      );
    };
    const name = `capacity ${capacity}`;
    if (!model.upcoming) return [name, step, notUpcoming];
    if (capacity < model.holders.size) return [name, step, "below-allocated"];
    model.capacity = capacity;
    return [name, step, "ok"];
  }
  if (chance < 0.87) {
    const ticket = await lastTicket(eventId, user);
    const take = { actor: organiser, eventId, ticketId: ticket?.id ?? "", reason: "No reason", now };
    const step = () => decide((tx) => managed(takeBackTicket)(tx, take));
    if (!ticket) return [`take back ${tag}`, step, "not-found"];
    const ended = model.cancelled || now.getTime() >= model.startsAt.getTime() + 90 * minute;
    if (!ticket.voidedAt && ended) return [`take back ${tag}`, step, "ended"];
    if (held) {
      model.holders.delete(user);
      model.excluded.add(user);
    }
    return [`take back ${tag}`, step, "ok"];
  }
  if (chance < 0.91) {
    model.excluded.delete(user);
    const allow = { actor: organiser, eventId, userId: user, now };
    return [`allow ${tag}`, () => decide((tx) => managed(allowAgain)(tx, allow)), "ok"];
  }
  if (chance < 0.93) {
    const entry = await openEntry(eventId, user);
    const remove = { actor: organiser, eventId, entryId: entry?.id ?? "", now };
    model.drop(user);
    const step = () => decide((tx) => managed(removeFromWaitingList)(tx, remove));
    return [`remove ${tag}`, step, entry ? "ok" : "not-found"];
  }
  if (chance < 0.932 && model.upcoming) {
    model.cancelled = true;
    model.holders.clear();
    model.line = [];
    const call = { actor: organiser, eventId, reason: "", now };
    return ["cancel the event", () => decide((tx) => managed(cancelEvent)(tx, call)), "ok"];
  }
  if (chance < 0.97) {
    const step = async () => {
      while (await continueHandOvers(now, 2));
      while (await endExpiredEntries(now, 2));
      return { ok: true as const, value: undefined };
    };
    return ["the worker", step, "ok"];
  }
  model.now = new Date(now.getTime() + Math.floor(random() * 4 * hour) + minute);
  return ["time passes", async () => ({ ok: true as const, value: undefined }), "ok"];
}

async function lastTicket(eventId: string, holderId: string) {
  const rows = await reader()
    .select({ id: tickets.id, voidedAt: tickets.voidedAt })
    .from(tickets)
    .where(and(eq(tickets.eventId, eventId), eq(tickets.holderId, holderId)));
  return rows.find(({ voidedAt }) => voidedAt === null) ?? rows[0];
}

async function openEntry(eventId: string, userId: string) {
  const [entry] = await reader()
    .select({ id: waitingListEntries.id })
    .from(waitingListEntries)
    .where(
      and(
        eq(waitingListEntries.eventId, eventId),
        eq(waitingListEntries.userId, userId),
        isNull(waitingListEntries.endedAt),
      ),
    );
  return entry;
}

async function isPending(eventId: string): Promise<boolean> {
  const [event] = await reader()
    .select({ pending: events.waitingListPending })
    .from(events)
    .where(eq(events.id, eventId));
  return event?.pending ?? false;
}

async function stateOf(eventId: string, now: Date) {
  const [[event], held, line] = await Promise.all([
    reader().select().from(events).where(eq(events.id, eventId)),
    reader()
      .select({ holderId: tickets.holderId })
      .from(tickets)
      .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt))),
    reader()
      .select({ userId: waitingListEntries.userId })
      .from(waitingListEntries)
      .where(
        and(
          eq(waitingListEntries.eventId, eventId),
          isNull(waitingListEntries.endedAt),
          gt(waitingListEntries.until, now),
        ),
      )
      .orderBy(asc(waitingListEntries.place)),
  ]);
  return {
    allocated: event?.allocated,
    // The tickets of a cancelled event are void with it, and so are the places of those who wait.
    holders: event?.cancelledAt ? [] : held.map(({ holderId }) => holderId).sort(),
    line: event?.cancelledAt ? [] : line.map(({ userId }) => userId),
    pending: event?.waitingListPending,
  };
}

const newSeeds = (length: number) => Array.from({ length }, () => Math.floor(Math.random() * 2 ** 31));

async function agrees(seed: number, steps: number) {
  const handOvers = await runSequences({ seed, steps });
  // The sequences reach what they are about.
  expect(handOvers).toBeGreaterThan(steps / 100);
}

// PostgreSQL takes several times as long.
it.each(newSeeds(onPostgres ? 1 : 4))(
  "agrees with its model after every step of random sequences: seed %i",
  (seed) => agrees(seed, onPostgres ? 2_000 : 5_000),
);

it.each(newSeeds(4))("agrees with its model in long sequences: seed %i", { tags: ["long"] }, (seed) =>
  agrees(seed, 5_000),
);
