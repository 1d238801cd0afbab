import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow } from "@/tests/harness/factories";
import {
  findActiveTicketId,
  findTicket,
  listTickets,
  precheckTicketRequest,
  ticketsPerPage,
} from "./queries";

withDatabase();

const list = (holderId: string, group: "upcoming" | "past", after: string | null = null) =>
  listTickets(holderId, group, after, testNow);
const asked = (days: number) => ({ createdAt: new Date(testNow.getTime() - days * 86_400_000) });
const start = (iso: string) => ({ startsAt: new Date(iso) });

describe("a holder's tickets", () => {
  it("are upcoming ones, soonest first, and past and void ones, newest first", async () => {
    const ada = await createUser();
    const hold = async (given: Parameters<typeof createEvent>[0], ticket = {}) =>
      createTicket({ eventId: (await createEvent(given)).id, holderId: ada.id, ...ticket });
    await hold({ name: "coming", ...start("2030-02-01T10:00Z") });
    await hold({ name: "in a second", ...start("2030-01-01T12:00:01Z") });
    await hold({ name: "at this second", startsAt: testNow });
    await hold({ name: "past", ...start("2029-01-01T12:00Z") }, asked(3));
    await hold({ name: "given back", ...start("2030-03-01T10:00Z") }, { voidedAt: testNow, ...asked(2) });
    const calledOff = { ...start("2030-04-01T10:00Z"), cancelledAt: testNow };
    await hold({ name: "called off", ...calledOff }, asked(1));
    await hold(
      { name: "called off by an earlier version", ...calledOff },
      { voidedAt: testNow, voidedBecause: "event-cancelled", ...asked(1.5) },
    );
    await hold({ name: "given back before", ...calledOff }, { voidedAt: testNow, ...asked(1.8) });
    await createTicket({ eventId: (await createEvent({ name: "foreign" })).id });
    const shown = async (group: "upcoming" | "past") =>
      (await list(ada.id, group)).tickets.map((held) => [held.event.name, held.state, held.cancellable]);
    expect(await shown("upcoming")).toEqual([
      ["at this second", "started", false],
      ["in a second", "upcoming", true],
      ["coming", "upcoming", true],
    ]);
    expect(await shown("past")).toEqual([
      ["called off", "event-cancelled", false],
      ["called off by an earlier version", "event-cancelled", false],
      ["given back before", "cancelled-by-holder", false],
      ["given back", "cancelled-by-holder", false],
      ["past", "past", false],
    ]);
  });

  it.each(["upcoming", "past"] as const)(
    "have 50 %s tickets a page and continue after the last",
    async (group) => {
      const [ada, event] = [await createUser(), await createEvent(start("2029-01-01T10:00Z"))];
      const ids = [];
      for (let i = 0; i <= ticketsPerPage; i++) {
        const moment = Math.floor((i + 1) / 2) * 60_000;
        const [eventId, id] = [
          group === "upcoming"
            ? (await createEvent({ startsAt: new Date(testNow.getTime() + moment) })).id
            : event.id,
          String(group === "upcoming" ? i : 99 - i).padStart(20, "0"),
        ];
        const createdAt = new Date(testNow.getTime() - moment);
        const voidedAt = group === "upcoming" ? null : testNow;
        ids.push((await createTicket({ id, eventId, holderId: ada.id, createdAt, voidedAt })).id);
      }
      const page = await list(ada.id, group);
      expect(page.tickets.map(({ id }) => id)).toEqual(ids.slice(0, ticketsPerPage));
      expect(await list(ada.id, group, page.next)).toMatchObject({
        tickets: [{ id: ids[ticketsPerPage] }],
        next: null,
      });
      expect((await list(ada.id, group, newId())).tickets).toHaveLength(ticketsPerPage);
    },
  );

  it("contain neither the capacity nor the holder", async () => {
    const ada = await createUser();
    const event = await createEvent({ capacity: 6543, cancelReason: "Rain" });
    const ticket = await createTicket({ eventId: event.id, holderId: ada.id });
    const found = await findTicket(ticket.id, ada.id, testNow);
    expect(found).toMatchObject({ id: ticket.id, code: ticket.code, event: { cancelReason: "Rain" } });
    expect(JSON.stringify([found, await list(ada.id, "upcoming")])).not.toMatch(
      /6543|capacity|allocated|holderId/,
    );
  });
});

describe("findTicket", () => {
  it("is null for others, even the event's organiser, and for unknown ids", async () => {
    const event = await createEvent();
    const ticket = await createTicket({ eventId: event.id });
    for (const [id, holder] of [
      [ticket.id, event.createdBy],
      [ticket.id, (await createUser()).id],
      [ticket.id, ""],
      [newId(), ticket.holderId],
      [ticket.code, ticket.holderId],
      ["", ticket.holderId],
    ] as const)
      expect(await findTicket(id, holder, testNow)).toBeNull();
    expect(await findTicket(ticket.id, ticket.holderId, testNow)).not.toBeNull();
  });
});

describe("precheckTicketRequest", () => {
  /** Full after one more ticket, which each test adds. */
  const full = { capacity: 3, allocated: 2 };

  it("is the holder's ticket, also when the event is full or has started", async () => {
    const ada = await createUser();
    for (const given of [{}, full, { ...full, startsAt: testNow }]) {
      const { id: eventId } = await createEvent(given);
      const ticket = await createTicket({ eventId, holderId: ada.id });
      expect(await precheckTicketRequest({ holder: ada, eventId, now: testNow })).toEqual({
        ok: true,
        value: ticket.id,
      });
    }
  });

  it("is a refusal without spaces, regardless of other and void tickets", async () => {
    const ada = await createUser();
    const precheck = async (eventId: string) => precheckTicketRequest({ holder: ada, eventId, now: testNow });
    const { id: eventId } = await createEvent(full);
    await createTicket({ eventId });
    await createTicket({ eventId, holderId: ada.id, voidedAt: testNow });
    expect(await precheck(eventId)).toEqual({ ok: false, reason: "full" });
    const started = await createEvent({ startsAt: testNow });
    expect(await precheck(started.id)).toEqual({ ok: false, reason: "started" });
    const cancelled = await createEvent({ cancelledAt: testNow, cancelReason: "Rain", allocated: 0 });
    await createTicket({ eventId: cancelled.id, holderId: ada.id });
    expect(await findActiveTicketId(cancelled.id, ada.id)).toBeNull();
    expect(await precheck(cancelled.id)).toEqual({ ok: false, reason: "cancelled" });
    expect(await precheck(newId())).toEqual({ ok: false, reason: "not-found" });
  });

  it("is null while there is space", async () => {
    const { id } = await createEvent({ capacity: 3, allocated: 2 });
    expect(await precheckTicketRequest({ holder: await createUser(), eventId: id, now: testNow })).toBeNull();
  });
});
