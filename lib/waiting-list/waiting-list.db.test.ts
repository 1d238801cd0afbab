import { and, asc, count, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog, events, outbox, tickets, waitingListEntries } from "@/db/schema";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { editEvent } from "@/lib/events/commands/edit-event";
import { editVersion } from "@/lib/events/edit-version";
import { findPublicEvent } from "@/lib/events/queries";
import { allowAgain } from "@/lib/exclusions/commands/allow-again";
import { decide } from "@/lib/outcome/outcome";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import { managed, managedId, ofHolder } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { joinWaitingList } from "./commands/join-waiting-list";
import { leaveWaitingList } from "./commands/leave-waiting-list";
import { removeFromWaitingList } from "./commands/remove-from-waiting-list";
import { continueHandOvers, endExpiredEntries } from "./commands/serve-waiting-lists";
import { findWaiting, listWaitedEvents, listWaitingAttendees } from "./queries";
import type { UntilChoice } from "./until";

withDatabase({ limitMs: 20_000 });

const hour = 3_600_000;
const startsAt = new Date("2030-02-01T18:00:00Z");
const hoursBefore = (hours: number, ms = 0) => new Date(startsAt.getTime() - hours * hour + ms);

const join = (person: UserRow, eventId: string, until: UntilChoice = "2h", now = testNow) =>
  decide((tx) => joinWaitingList(tx, { person, eventId, until, now }));
const leave = (person: UserRow, eventId: string, now = testNow) =>
  decide((tx) => leaveWaitingList(tx, { userId: person.id, eventId, now }));
const cancel = (holder: UserRow, ticketId: string, now = testNow) =>
  decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId, now }));
const request = (holder: UserRow, eventId: string, now = testNow) =>
  decide((tx) => requestTicket(tx, { holder, eventId, now }));

async function edit(eventId: string, capacity: number, now = testNow) {
  const event = await eventRow(eventId);
  const change = { ...event, pictureId: "", capacity };
  const actor = { id: event.createdBy, role: "organiser" as const };
  return decide((tx) =>
    managed(editEvent)(tx, { actor, eventId, version: editVersion(event), edit: change, now }),
  );
}

async function eventRow(id: string) {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  if (!event) throw new Error(`There is no event ${id}.`);
  return event;
}

const mailsTo = async (kind: string) => {
  const rows = await reader()
    .select()
    .from(outbox)
    .where(eq(outbox.kind, kind))
    .orderBy(asc(outbox.recipient));
  return rows.map(({ recipient }) => recipient);
};

const holdersOf = async (eventId: string) => {
  const rows = await reader()
    .select({ holderId: tickets.holderId })
    .from(tickets)
    .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  return rows.map(({ holderId }) => holderId).sort();
};

const endOf = async (userId: string) => {
  const rows = await reader().select().from(waitingListEntries).where(eq(waitingListEntries.userId, userId));
  return rows.map(({ endedBecause }) => endedBecause);
};

/** A full event with a ticket of Ada's, whom its organiser may see. */
async function fullEvent(spaces = 1) {
  const organiser = await createUser({ role: "organiser" });
  const event = await createEvent({ capacity: spaces, createdBy: organiser.id });
  const holders = await Promise.all(Array.from({ length: spaces }, () => createUser()));
  const held = [];
  for (const { id } of holders) held.push(await createTicket({ eventId: event.id, holderId: id }));
  const [ada] = holders as [UserRow, ...UserRow[]];
  const [ticket] = held as [(typeof held)[number], ...typeof held];
  return { event, organiser, holders, ada, ticket };
}

describe("joinWaitingList", () => {
  it("takes the end of the list, once, and mails", async () => {
    const { event } = await fullEvent();
    const [ben, cleo] = [await createUser(), await createUser()];
    expect(await join(ben, event.id)).toEqual({ ok: true, value: null });
    expect(await join(cleo, event.id, "start")).toEqual({ ok: true, value: null });
    expect(await join(ben, event.id, "24h")).toEqual({ ok: true, value: null });
    const { waiting, total } = await listWaitingAttendees(managedId(event.id), null, testNow);
    expect(waiting.map(({ email, until }) => [email, until])).toEqual([
      [ben.email, hoursBefore(2)],
      [cleo.email, startsAt],
    ]);
    expect(total).toBe(2);
    expect(await mailsTo("waiting-list-joined")).toEqual([ben.email, cleo.email].sort());
    expect(await findWaiting(event.id, ben.id, testNow)).toEqual({
      until: hoursBefore(2),
      timeZone: event.timeZone,
    });
    expect((await listWaitedEvents(ben.id, testNow)).map((waited) => waited.event.id)).toEqual([event.id]);
  });

  it("refuses what cannot be waited for", async () => {
    const { event, organiser } = await fullEvent();
    const free = await createEvent();
    const cancelled = await createEvent({ cancelledAt: testNow });
    const ben = await createUser();
    const reasons = [
      await join(organiser, event.id),
      await join(ben, free.id),
      await join(ben, cancelled.id),
      await join(ben, "unknown"),
      await join(ben, event.id, "start", startsAt),
      await join(ben, event.id, "2h", hoursBefore(2)),
      await join(ben, event.id, "24h", hoursBefore(24)),
    ].map((outcome) => !outcome.ok && outcome.reason);
    expect(reasons).toEqual([
      ...["attendees-only", "not-full", "cancelled", "not-found"],
      ...["started", "until-passed", "until-passed"],
    ]);
    expect(await mailsTo("waiting-list-joined")).toEqual([]);
  });

  it("leads a holder to the ticket", async () => {
    const { event, ada, ticket } = await fullEvent();
    expect(await join(ada, event.id)).toEqual({ ok: true, value: ticket.id });
    expect((await listWaitingAttendees(managedId(event.id), null, testNow)).total).toBe(0);
  });

  it("lets somebody whose time has come wait again, at the end", async () => {
    const { event } = await fullEvent();
    const [ben, cleo] = [await createUser(), await createUser()];
    await join(ben, event.id, "24h");
    await join(cleo, event.id);
    expect(await join(ben, event.id, "start", hoursBefore(24))).toMatchObject({ ok: true });
    const { waiting } = await listWaitingAttendees(managedId(event.id), null, hoursBefore(24));
    expect(waiting.map(({ email }) => email)).toEqual([cleo.email, ben.email]);
    expect(await endOf(ben.id)).toEqual(expect.arrayContaining(["expired", null]));
  });

  it("mails an account at most 20 times an hour", async () => {
    const { event } = await fullEvent();
    const ben = await createUser();
    for (let n = 0; n < 20; n++) {
      expect(await join(ben, event.id)).toMatchObject({ ok: true });
      await leave(ben, event.id);
    }
    expect(await join(ben, event.id)).toMatchObject({ ok: false, reason: "limited" });
  });
});

describe("a space that becomes free", () => {
  it("goes to the first in the same transaction, with a mail, and the public sees nothing", async () => {
    const { event, ada, ticket } = await fullEvent();
    const [ben, cleo] = [await createUser(), await createUser()];
    await join(ben, event.id);
    await join(cleo, event.id);
    const outcome = await cancel(ada, ticket.id);
    expect(outcome).toEqual({ ok: true, value: ticket.id });
    expect(await holdersOf(event.id)).toEqual([ben.id]);
    expect(await mailsTo("ticket-from-waiting-list")).toEqual([ben.email]);
    expect(await endOf(ben.id)).toEqual(["ticket"]);
    expect((await eventRow(event.id)).allocated).toBe(1);
    expect(await request(await createUser(), event.id)).toMatchObject({ reason: "full" });
    const entries = await reader()
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.subject, event.id));
    expect(entries.map(({ action }) => action).filter((action) => action.startsWith("waiting"))).toEqual(
      expect.arrayContaining(["waiting-list.join", "waiting-list.join", "waiting-list.hand-over"]),
    );
  });

  it("is not offered again to who gave it back", async () => {
    const { event, ada, ticket } = await fullEvent();
    const ben = await createUser();
    await join(ben, event.id);
    await cancel(ada, ticket.id);
    await join(ada, event.id);
    const [held] = await reader().select().from(tickets).where(eq(tickets.holderId, ben.id));
    await cancel(ben, held?.id ?? "");
    expect(await holdersOf(event.id)).toEqual([ada.id]);
  });

  it("skips who has left, was removed, or no longer wants it", async () => {
    const { event, ada, ticket, organiser } = await fullEvent();
    const [ben, cleo, dan, eve] = await Promise.all([1, 2, 3, 4].map(() => createUser()));
    if (!ben || !cleo || !dan || !eve) throw new Error("nobody");
    for (const person of [ben, cleo, eve]) await join(person, event.id);
    await join(dan, event.id, "24h");
    await leave(ben, event.id);
    const [entry] = await reader()
      .select()
      .from(waitingListEntries)
      .where(eq(waitingListEntries.userId, cleo.id));
    const remove = () =>
      decide((tx) =>
        managed(removeFromWaitingList)(tx, {
          ...{ actor: organiser, eventId: event.id },
          ...{ entryId: entry?.id ?? "", now: testNow },
        }),
      );
    expect(await remove()).toMatchObject({ ok: true });
    expect(await remove()).toMatchObject({ ok: true });
    expect(await mailsTo("waiting-list-closed")).toEqual([cleo.email]);
    await cancel(ada, ticket.id, hoursBefore(24));
    expect(await holdersOf(event.id)).toEqual([eve.id]);
  });

  it("becomes public when nobody waits any more", async () => {
    const { event, ada, ticket } = await fullEvent();
    const ben = await createUser();
    await join(ben, event.id, "24h");
    await cancel(ada, ticket.id, hoursBefore(24));
    expect(await holdersOf(event.id)).toEqual([]);
    expect(await request(ada, event.id, hoursBefore(24))).toMatchObject({ ok: true });
  });

  it("goes to nobody once the event has started", async () => {
    const { event, organiser, ticket } = await fullEvent();
    const ben = await createUser();
    await join(ben, event.id, "start");
    const take = {
      actor: organiser,
      eventId: event.id,
      ticketId: ticket.id,
      reason: "No show",
      now: startsAt,
    };
    expect(await decide((tx) => managed(takeBackTicket)(tx, take))).toMatchObject({ ok: true });
    expect(await holdersOf(event.id)).toEqual([]);
  });
});

describe("a ticket that is taken back", () => {
  it("goes to the next, is mailed with the reason, and its holder gets no other until allowed", async () => {
    const { event, organiser, ada, ticket } = await fullEvent();
    const ben = await createUser();
    await join(ben, event.id);
    const take = {
      actor: organiser,
      eventId: event.id,
      ticketId: ticket.id,
      reason: "You are two",
      now: testNow,
    };
    expect(await decide((tx) => managed(takeBackTicket)(tx, take))).toMatchObject({ ok: true });
    expect(await holdersOf(event.id)).toEqual([ben.id]);
    const [mail] = await reader().select().from(outbox).where(eq(outbox.kind, "ticket-taken-back"));
    expect(mail).toMatchObject({ recipient: ada.email, facts: expect.stringContaining("You are two") });
    expect(await join(ada, event.id)).toMatchObject({ reason: "excluded" });
    await edit(event.id, 5);
    expect(await request(ada, event.id)).toMatchObject({ reason: "excluded" });
    const allow = { actor: organiser, eventId: event.id, userId: ada.id, now: testNow };
    await decide((tx) => managed(allowAgain)(tx, allow));
    expect(await request(ada, event.id)).toMatchObject({ ok: true });
  });

  it("is taken by the event's organisers alone, and not once it has ended", async () => {
    const { event, organiser, ada, ticket } = await fullEvent();
    const other = await createUser({ role: "organiser" });
    const take = (actor: UserRow, now = testNow) =>
      decide((tx) =>
        managed(takeBackTicket)(tx, {
          actor,
          eventId: event.id,
          ticketId: ticket.id,
          reason: "Why not",
          now,
        }),
      );
    expect(await take(other)).toMatchObject({ reason: "not-found" });
    expect(await take(ada)).toMatchObject({ reason: "not-found" });
    expect(await take(organiser, event.endsAt)).toMatchObject({ reason: "ended" });
    expect(await holdersOf(event.id)).toEqual([ada.id]);
    expect(await take(organiser)).toMatchObject({ ok: true });
    expect(await take(organiser)).toMatchObject({ ok: true });
    expect(await mailsTo("ticket-taken-back")).toEqual([ada.email]);
  });
});

describe("a higher capacity", () => {
  it("serves the list first, and the rest becomes public", async () => {
    const { event } = await fullEvent();
    const [ben, cleo] = [await createUser(), await createUser()];
    await join(ben, event.id);
    await join(cleo, event.id);
    expect(await edit(event.id, 4)).toMatchObject({ ok: true });
    expect(await holdersOf(event.id)).toEqual(expect.arrayContaining([ben.id, cleo.id]));
    expect(await eventRow(event.id)).toMatchObject({ allocated: 3, waitingListPending: false });
    expect(await request(await createUser(), event.id)).toMatchObject({ ok: true });
  });

  it("is given in steps when many wait, and until then the event is full for everybody else", async () => {
    const { event } = await fullEvent();
    const people = [];
    for (let n = 0; n < 320; n++) people.push(await createUser());
    for (const person of people) await join(person, event.id);
    expect(await edit(event.id, 1_000)).toMatchObject({ ok: true });
    const during = await eventRow(event.id);
    expect(during).toMatchObject({ allocated: 301, waitingListPending: true });
    const shown = await findPublicEvent(event.id, testNow);
    expect(shown).toMatchObject({ label: { kind: "full" }, bookable: false });
    expect(await request(await createUser(), event.id)).toMatchObject({ reason: "full" });
    const late = await createUser();
    expect(await join(late, event.id)).toMatchObject({ ok: true });

    expect(await continueHandOvers(testNow)).toBe(true);
    expect(await eventRow(event.id)).toMatchObject({ allocated: 322, waitingListPending: false });
    expect(await continueHandOvers(testNow)).toBe(false);
    expect(await mailsTo("ticket-from-waiting-list")).toHaveLength(321);
    expect(await findPublicEvent(event.id, testNow)).toMatchObject({ label: null, bookable: true });
    expect(await request(await createUser(), event.id)).toMatchObject({ ok: true });
  });

  it("is public at once, though the worker has not ended those whose time has come", async () => {
    const { event } = await fullEvent();
    const ben = await createUser();
    await join(ben, event.id, "24h");
    await edit(event.id, 2, hoursBefore(24));
    expect(await holdersOf(event.id)).not.toContain(ben.id);
    expect(await request(await createUser(), event.id, hoursBefore(24))).toMatchObject({ ok: true });
  });
});

describe("entries whose time has come", () => {
  it("end with a mail, a millisecond before nothing does", async () => {
    const { event } = await fullEvent();
    const people = await Promise.all(Array.from({ length: 3 }, () => createUser()));
    for (const person of people) await join(person, event.id, "24h");
    expect(await endExpiredEntries(hoursBefore(24, -1))).toBe(false);
    expect(await endExpiredEntries(hoursBefore(24), 2)).toBe(true);
    expect(await endExpiredEntries(hoursBefore(24), 2)).toBe(true);
    expect(await endExpiredEntries(hoursBefore(24), 2)).toBe(false);
    expect(await mailsTo("waiting-list-closed")).toEqual(people.map(({ email }) => email).sort());
    expect(await Promise.all(people.map(({ id }) => endOf(id)))).toEqual([
      ["expired"],
      ["expired"],
      ["expired"],
    ]);
  });
});

it("tells nobody that no space became free who has a ticket by then", async () => {
  const { event } = await fullEvent();
  const ben = await createUser();
  await join(ben, event.id, "24h");
  await edit(event.id, 2, hoursBefore(24));
  expect(await request(ben, event.id, hoursBefore(24))).toMatchObject({ ok: true });
  expect(await endExpiredEntries(hoursBefore(24))).toBe(false);
  expect(await endOf(ben.id)).toEqual(["ticket"]);
  expect(await mailsTo("waiting-list-closed")).toEqual([]);
});

describe("a cancelled event", () => {
  it("tells everybody who waits, once, in steps", async () => {
    const { event, organiser } = await fullEvent();
    const people = await Promise.all(Array.from({ length: 5 }, () => createUser()));
    for (const person of people) await join(person, event.id);
    await leave(people[4] as UserRow, event.id);
    const call = { actor: organiser, eventId: event.id, reason: "Snow", now: testNow };
    await decide((tx) => managed(cancelEvent)(tx, call));
    let steps = 0;
    while (await continueHandOvers(testNow, 2)) steps += 1;
    expect(steps).toBe(3);
    expect(await endExpiredEntries(startsAt)).toBe(false);
    expect(await mailsTo("waiting-list-closed")).toEqual(
      people
        .slice(0, 4)
        .map(({ email }) => email)
        .sort(),
    );
    const rows = await reader().select().from(outbox).where(eq(outbox.kind, "waiting-list-closed"));
    for (const { facts } of rows)
      expect(JSON.parse(facts)).toMatchObject({ why: "cancelled", reason: "Snow" });
    expect(await eventRow(event.id)).toMatchObject({ waitingListPending: false, allocated: 0 });
    const [open] = await reader()
      .select({ entries: count() })
      .from(waitingListEntries)
      .where(isNull(waitingListEntries.endedAt));
    expect(open?.entries).toBe(0);
  });
});

it("shows organisers the list in pages, in its order", async () => {
  const { event } = await fullEvent();
  const people = [];
  for (let n = 0; n < 52; n++) people.push(await createUser());
  for (const person of people) await join(person, event.id);
  const first = await listWaitingAttendees(managedId(event.id), null, testNow);
  expect([first.waiting.length, first.first, first.total]).toEqual([50, 1, 52]);
  const second = await listWaitingAttendees(managedId(event.id), first.next, testNow);
  expect(second).toMatchObject({ first: 51, total: 52, next: null });
  expect([...first.waiting, ...second.waiting].map(({ email }) => email)).toEqual(
    people.map(({ email }) => email),
  );
});
