import { describe, expect, it } from "vitest";
import { countCheckedIn } from "@/lib/check-in/queries";
import { decide } from "@/lib/outcome/outcome";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { joinWaitingList } from "@/lib/waiting-list/commands/join-waiting-list";
import { leaveWaitingList } from "@/lib/waiting-list/commands/leave-waiting-list";
import { ofHolder } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createCheckIn, createEvent, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { findOrganiserFigures, findPace, findStatistics, listActivity } from "./queries";

withDatabase();

const hour = 3_600_000;
const hoursLater = (hours: number) => new Date(testNow.getTime() + hours * hour);

/** A check-in of a ticket at `at`. */
const checkIn = (ticket: { id: string; eventId: string }, userId: string, at: Date) =>
  createCheckIn(ticket, { id: userId }, { at, receivedAt: at });

describe("findStatistics", () => {
  it("tells tickets and people who wait over time", async () => {
    const event = await createEvent({ capacity: 2 });
    const holders = [await createUser(), await createUser()];
    const [first] = [
      await createTicket({ eventId: event.id, holderId: holders[0]?.id, createdAt: hoursLater(1) }),
      await createTicket({ eventId: event.id, holderId: holders[1]?.id, createdAt: hoursLater(3) }),
    ];
    const ben = await createUser();
    const eventId = event.id;
    await decide((tx) => joinWaitingList(tx, { person: ben, eventId, until: "start", now: hoursLater(3.5) }));
    await decide((tx) => leaveWaitingList(tx, { userId: ben.id, eventId, now: hoursLater(4.5) }));
    const [holder] = holders;
    if (!first || !holder) throw new Error("nobody");
    await decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId: first.id, now: hoursLater(5) }));

    const managed = { ...event, allocated: 1, state: "upcoming" as const };
    const { tickets, waiting, arrivals, checkedIn, noShows } = await findStatistics(managed, hoursLater(6));
    const at = (points: typeof tickets, hours: number) =>
      points.findLast((point) => point.at <= hoursLater(hours))?.value;
    expect([0.9, 1.5, 3.5, 4.9, 6].map((hours) => at(tickets, hours))).toEqual([0, 1, 2, 2, 1]);
    expect([3, 4, 5].map((hours) => at(waiting, hours))).toEqual([0, 1, 0]);
    expect([arrivals, checkedIn, noShows]).toEqual([[], 0, null]);
  });

  it("tells arrivals by five minutes, and who did not come once it is over", async () => {
    const event = await createEvent();
    const held = [];
    for (let n = 0; n < 4; n++) held.push(await createTicket({ eventId: event.id }));
    const at = (minutes: number) => new Date(event.startsAt.getTime() + minutes * 60_000);
    const times = [-4, -1, 7];
    for (const [n, minutes] of times.entries())
      await checkIn(held[n] as (typeof held)[number], event.createdBy, at(minutes));
    const ended = { ...event, allocated: 4, state: "ended" as const };
    const { arrivals, checkedIn, noShows, waiting } = await findStatistics(ended, at(600));
    expect(arrivals).toEqual([
      { at: at(-5), value: 2 },
      { at: at(0), value: 0 },
      { at: at(5), value: 1 },
    ]);
    expect([checkedIn, noShows, waiting]).toEqual([3, 1, []]);
    expect(await countCheckedIn([event.id])).toEqual(new Map([[event.id, 3]]));
  });

  it("tells arrivals over days by longer periods, so that their number stays small", async () => {
    const event = await createEvent();
    const [early, late] = [
      await createTicket({ eventId: event.id }),
      await createTicket({ eventId: event.id }),
    ];
    // An organiser may check in at any time, with a reason.
    await checkIn(early, event.createdBy, hoursLater(0));
    await checkIn(late, event.createdBy, hoursLater(24 * 30));
    const ended = { ...event, allocated: 2, state: "ended" as const };
    const { arrivals, arrivalPeriod } = await findStatistics(ended, hoursLater(24 * 60));
    expect(arrivalPeriod).toBe(6 * hour);
    expect(arrivals).toHaveLength(121);
    expect([arrivals[0]?.value, arrivals.at(-1)?.value]).toEqual([1, 1]);
  });

  it("of a cancelled event end when it was cancelled", async () => {
    const event = await createEvent({ cancelledAt: hoursLater(4) });
    await createTicket({ eventId: event.id, createdAt: hoursLater(1) });
    const { tickets } = await findStatistics({ ...event, state: "cancelled" }, hoursLater(90));
    expect(tickets.at(-1)).toEqual({ at: hoursLater(4), value: 1 });
  });
});

it("draws the pace of several events apart", async () => {
  const [one, two] = [await createEvent({ createdAt: hoursLater(-72) }), await createEvent()];
  await createTicket({ eventId: one.id, createdAt: hoursLater(-48) });
  await createTicket({ eventId: one.id, createdAt: hoursLater(-1) });
  const pace = await findPace([one, two], testNow);
  expect(pace.get(one.id)?.map(({ value }) => value)).toEqual([0, 0, 1, 1, 2]);
  expect(pace.get(two.id)?.at(-1)?.value).toBe(0);
});

it("draws the pace of an old event in few points, and only until it ends", async () => {
  const ended = await createEvent({ createdAt: hoursLater(-24 * 1_500), startsAt: hoursLater(-24 * 100) });
  await createTicket({ eventId: ended.id, createdAt: hoursLater(-24 * 1_400) });
  await createTicket({ eventId: ended.id, createdAt: hoursLater(-24 * 200) });
  const future = await createEvent({ createdAt: hoursLater(24 * 400) });
  const pace = await findPace([ended, future], testNow);
  const points = pace.get(ended.id) ?? [];
  expect(points.length).toBeLessThanOrEqual(62);
  expect(points.at(-1)).toEqual({ at: ended.endsAt, value: 2 });
  expect(points[30]?.value).toBe(1);
  expect(pace.get(future.id)).toEqual([{ at: future.createdAt, value: 0 }]);
});

describe("an organiser's figures", () => {
  it("count what is upcoming, this week's tickets, and who came last time", async () => {
    const organiser = await createUser({ role: "organiser" });
    const own = { createdBy: organiser.id };
    const upcoming = await createEvent(own);
    await createTicket({ eventId: upcoming.id, createdAt: hoursLater(-1) });
    await createTicket({ eventId: upcoming.id, createdAt: hoursLater(-24 * 8) });
    const past = await createEvent({ ...own, startsAt: hoursLater(-50) });
    const held = [await createTicket({ eventId: past.id }), await createTicket({ eventId: past.id })];
    await checkIn(held[0] as (typeof held)[number], organiser.id, hoursLater(-50));
    await createTicket({ eventId: (await createEvent()).id });
    await createEvent({ ...own, cancelledAt: testNow });
    expect(await findOrganiserFigures(organiser.id, testNow)).toEqual({
      ...{ upcoming: 1, tickets: 2, ticketsThisWeek: 1, cameLastTime: 0.5 },
    });
    const nobody = await createUser({ role: "organiser" });
    expect(await findOrganiserFigures(nobody.id, testNow)).toEqual({
      ...{ upcoming: 0, tickets: 0, ticketsThisWeek: 0, cameLastTime: null },
    });
  });

  it("come with what happened lately, at their own events alone", async () => {
    const event = await createEvent({ capacity: 2 });
    const [ada, ben] = [await createUser({ name: "Ada" }), await createUser({ name: "Ben" })];
    const ticket = await createTicket({ eventId: event.id, holderId: ada.id, createdAt: hoursLater(-3) });
    await createTicket({ eventId: event.id, holderId: ben.id, createdAt: hoursLater(-2) });
    await createTicket({ eventId: (await createEvent()).id, createdAt: hoursLater(-1) });
    const cleo = await createUser({ name: "Cleo" });
    await decide((tx) =>
      joinWaitingList(tx, { person: cleo, eventId: event.id, until: "2h", now: hoursLater(-1) }),
    );
    const lately = async () =>
      (await listActivity(event.createdBy, testNow)).map(({ kind, name }) => `${kind} ${name}`);
    expect(await lately()).toEqual(["waiting Cleo", "ticket Ben", "ticket Ada"]);
    await decide((tx) => ofHolder(cancelTicket)(tx, { holder: ada, ticketId: ticket.id, now: testNow }));
    expect((await lately()).toSorted()).toEqual(["ticket Ben", "ticket Cleo", "void Ada"]);
  });
});
