import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { closeDatabase, openDatabase, reader, transaction } from "@/db/client";
import { auditLog, checkIns, tickets } from "@/db/schema";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import { atDoor, managed, ofHolder } from "@/tests/harness/checked-commands";
import { runSql, withDatabase } from "@/tests/harness/database";
import {
  createDoorPass,
  createEvent,
  createTicket,
  createUser,
  type EventRow,
  testNow,
} from "@/tests/harness/factories";
import { runUncommitted } from "@/tests/harness/lock";
import { addCheckIn } from "./add-check-in";
import { checkIn } from "./check-in";
import type { DoorKeeper } from "./find-door";
import { makeDoorPass } from "./make-door-pass";
import { undoCheckIn } from "./undo-check-in";
import { withdrawDoorPass } from "./withdraw-door-pass";

// Of its own for each test, as one of them drops an index.
const database = withDatabase({ limitMs: 10_000, own: true });

const hour = 3_600_000;
const inHours = (hours: number) => new Date(testNow.getTime() + hours * hour);

/** An event that starts in an hour, with a ticket of Priya's. */
async function setUp() {
  const event = await createEvent({ name: "Jazz Supper", startsAt: inHours(1), capacity: 2_000 });
  const holder = await createUser({ name: "Priya Student" });
  const ticket = await createTicket({ eventId: event.id, holderId: holder.id });
  return { event, holder, ticket, keeper: organiserOf(event) };
}

const organiserOf = (event: EventRow): DoorKeeper => ({ userId: event.createdBy, eventId: event.id });

async function makePass(event: EventRow, door = "Door B"): Promise<{ passId: string }> {
  const actor = { id: event.createdBy };
  const outcome = await decide((tx) =>
    managed(makeDoorPass)(tx, { actor, eventId: event.id, door, now: testNow }),
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  return { passId: outcome.value };
}

type Given = Partial<Parameters<typeof checkIn>[1]>;
const scan = (keeper: DoorKeeper, code: string, given: Given = {}) =>
  decide((tx) => atDoor(checkIn)(tx, { keeper, ticket: { code }, nonce: newId(), now: testNow, ...given }));
const verdictOf = async (asked: ReturnType<typeof scan>) => {
  const outcome = await asked;
  return outcome.ok ? outcome.value : outcome.reason;
};

const rowsOf = (ticketId: string) => reader().select().from(checkIns).where(eq(checkIns.ticketId, ticketId));
const audits = async () => (await reader().select().from(auditLog)).map(({ action }) => action);

describe("checkIn", () => {
  it("checks a ticket in with the name, and the next time says when and where", async () => {
    const { event, ticket, keeper } = await setUp();
    const pass = await makePass(event);
    const nonce = newId();
    const person = { name: "Priya Student", ending: ticket.code.slice(-4) };
    expect(await verdictOf(scan(pass, groupCode(ticket.code).toLowerCase(), { nonce }))).toEqual({
      result: "checked-in",
      ...person,
      nonce,
    });
    const [row, ...more] = await rowsOf(ticket.id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ state: "active", door: "Door B", doorPassId: pass.passId, at: testNow });
    const later = { now: inHours(0.5) };
    for (const door of [keeper, pass])
      expect(await verdictOf(scan(door, ticket.code, later))).toEqual({
        result: "already",
        ...person,
        at: testNow.toISOString(),
        door: "Door B",
      });
    expect(await audits()).toEqual(["door-pass.make", "check-in.add"]);
  });

  it("gives the same verdict for the same nonce, and refuses it for another ticket or another door", async () => {
    const { event, ticket, keeper } = await setUp();
    const [nonce, other] = [newId(), await createTicket({ eventId: event.id })];
    const first = await scan(keeper, ticket.code, { nonce });
    expect(await scan(keeper, ticket.code, { nonce, now: inHours(1) })).toEqual(first);
    expect(await verdictOf(scan(keeper, other.code, { nonce }))).toBe("nonce-reused");
    expect(await verdictOf(scan(await makePass(event), ticket.code, { nonce }))).toBe("nonce-reused");
    expect(await rowsOf(other.id)).toEqual([]);
  });

  it("gives the same verdict for the same nonce at the same moment", async () => {
    const { ticket, keeper } = await setUp();
    const [nonce, isTicket] = [newId(), `id = '${ticket.id}'`];
    const lock = await runUncommitted(database.url, `update tickets set code = code where ${isTicket}`);
    const both = [1, 2].map(() => verdictOf(scan(keeper, ticket.code, { nonce })));
    await lock.whenAwaited(2);
    await lock.commit();
    const verdict = { result: "checked-in", name: "Priya Student", ending: ticket.code.slice(-4), nonce };
    expect(await Promise.all(both)).toEqual([verdict, verdict]);
    expect(await rowsOf(ticket.id)).toHaveLength(1);
    expect(await audits()).toEqual(["check-in.add"]);
  });

  it("refuses what is void, unknown, unreadable or of another event, and stores nothing", async () => {
    const { event, keeper } = await setUp();
    const voided = await createTicket({ eventId: event.id, voidedAt: inHours(-2) });
    const press = await createEvent({ name: "Letterpress" });
    const foreign = await createTicket({ eventId: press.id });
    const reasons = [];
    for (const code of [voided.code, foreign.code, "0000 0000 0000 0000", "x".repeat(5_000), ""])
      reasons.push(await verdictOf(scan(keeper, code)));
    expect(reasons).toEqual([
      { result: "not-valid", reason: "cancelled", at: inHours(-2).toISOString() },
      expect.objectContaining({ reason: "other-event", event: "Letterpress" }),
      { result: "not-valid", reason: "unknown" },
      { result: "not-valid", reason: "unreadable" },
      { result: "not-valid", reason: "unreadable" },
    ]);
    expect(await reader().select().from(checkIns)).toEqual([]);
  });

  it("refuses every ticket of a cancelled event", async () => {
    const { event, ticket, keeper } = await setUp();
    const actor = { id: event.createdBy, role: "organiser" as const };
    await decide((tx) => managed(cancelEvent)(tx, { actor, eventId: event.id, reason: "", now: testNow }));
    expect(await verdictOf(scan(keeper, ticket.code))).toMatchObject({ reason: "event-cancelled" });
  });

  it("refuses the wrong time, unless an organiser gives a reason", async () => {
    const { event, ticket, keeper } = await setUp();
    const pass = await makePass(event);
    const early = { now: inHours(-11.01) };
    expect(await verdictOf(scan(keeper, ticket.code, early))).toMatchObject({ reason: "too-early" });
    const reason = "Rehearsal";
    expect(await verdictOf(scan(pass, ticket.code, { ...early, reason }))).toMatchObject({
      reason: "too-early",
    });
    expect(await verdictOf(scan(keeper, ticket.code, { ...early, reason }))).toMatchObject({
      result: "checked-in",
    });
    expect(await rowsOf(ticket.id)).toMatchObject([{ overrideReason: reason }]);
  });

  it("is not for others, and not for a pass that was withdrawn or is of a past event", async () => {
    const { event, ticket } = await setUp();
    const pass = await makePass(event);
    const stranger = await createUser({ role: "organiser" });
    expect(await verdictOf(scan({ userId: stranger.id, eventId: event.id }, ticket.code))).toBe("not-found");
    expect(await verdictOf(scan({ passId: newId() }, ticket.code))).toBe("not-found");
    expect(await verdictOf(scan(pass, ticket.code, { now: inHours(14.5) }))).toBe("pass-ended");
    const actor = { id: event.createdBy };
    const withdraw = (who: { id: string }, passId = pass.passId) =>
      decide((tx) => managed(withdrawDoorPass)(tx, { actor: who, eventId: event.id, passId, now: testNow }));
    expect(await withdraw(stranger)).toEqual({ ok: false, reason: "not-found" });
    expect(await withdraw(actor, newId())).toEqual({ ok: false, reason: "not-found" });
    for (let twice = 0; twice < 2; twice++) expect(await withdraw(actor)).toMatchObject({ ok: true });
    expect(await verdictOf(scan(pass, ticket.code))).toBe("pass-ended");
    expect(await rowsOf(ticket.id)).toEqual([]);
    expect(await audits()).toEqual(["door-pass.make", "door-pass.withdraw"]);
  });

  it("takes a ticket from the search by name from organisers only", async () => {
    const { event, ticket, keeper } = await setUp();
    const byName = { ticket: { ticketId: ticket.id } };
    expect(await verdictOf(scan(await makePass(event), "", byName))).toBe("not-found");
    expect(await verdictOf(scan(keeper, "", byName))).toMatchObject({ result: "checked-in" });
  });
});

describe("makeDoorPass", () => {
  it("is for organisers of an event that is neither cancelled nor long over", async () => {
    const [open, off] = [await createEvent(), await createEvent({ cancelledAt: testNow })];
    const make = (event: EventRow, who: string, now = testNow) =>
      decide((tx) => managed(makeDoorPass)(tx, { actor: { id: who }, eventId: event.id, door: "A", now }));
    expect(await make(open, open.createdBy)).toMatchObject({ ok: true });
    expect(await make(open, off.createdBy)).toEqual({ ok: false, reason: "not-found" });
    expect(await make(off, off.createdBy)).toEqual({ ok: false, reason: "cancelled" });
    const over = new Date(open.endsAt.getTime() + 12 * hour);
    expect(await make(open, open.createdBy, over)).toEqual({ ok: false, reason: "ended" });
  });
});

describe("the passes of an event", () => {
  it("are 50 at most that are not withdrawn, however many are made at once", async () => {
    const { event } = await setUp();
    for (let n = 0; n < 48; n++) await createDoorPass(event);
    await createDoorPass(event, { withdrawnAt: testNow });
    const given = { actor: { id: event.createdBy }, eventId: event.id, now: testNow };
    const make = () => decide((tx) => managed(makeDoorPass)(tx, { ...given, door: "North" }));
    const outcomes = await Promise.all(Array.from({ length: 6 }, make));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await make()).toEqual({ ok: false, reason: "too-many" });
    const [made] = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
    await decide((tx) => managed(withdrawDoorPass)(tx, { ...given, passId: made ?? "" }));
    expect(await make()).toMatchObject({ ok: true });
  });
});

describe("undoCheckIn", () => {
  const undo = (keeper: DoorKeeper, nonce: string, reason = "") =>
    decide((tx) => atDoor(undoCheckIn)(tx, { keeper, nonce, reason, now: testNow }));

  it("takes a check-in back once, with who and why, and the ticket can be checked in again", async () => {
    const { event, ticket, keeper } = await setUp();
    const [pass, nonce] = [await makePass(event), newId()];
    await scan(pass, ticket.code, { nonce });
    for (let twice = 0; twice < 2; twice++)
      expect(await undo(keeper, nonce, "Wrong person")).toEqual({ ok: true, value: nonce });
    expect(await rowsOf(ticket.id)).toMatchObject([
      { state: "undone", undoneAt: testNow, undoneBy: event.createdBy, undoReason: "Wrong person" },
    ]);
    expect(await verdictOf(scan(pass, ticket.code))).toMatchObject({ result: "checked-in" });
    expect((await rowsOf(ticket.id)).map(({ state }) => state).sort()).toEqual(["active", "undone"]);
    expect((await audits()).filter((action) => action === "check-in.undo")).toHaveLength(1);
  });

  it("leaves a pass the check-ins of its own door only", async () => {
    const { event, ticket } = await setUp();
    const [a, b, nonce] = [await makePass(event, "A"), await makePass(event, "B"), newId()];
    await scan(a, ticket.code, { nonce });
    expect(await undo(b, nonce)).toEqual({ ok: false, reason: "not-found" });
    expect(await undo(organiserOf(await createEvent()), nonce)).toEqual({ ok: false, reason: "not-found" });
    expect(await undo(a, nonce)).toMatchObject({ ok: true });
  });
});

describe("two doors at the same moment", () => {
  const rounds = 500;

  it("let each of 500 people in once, and the other says already", { timeout: 120_000 }, async () => {
    const { event } = await setUp();
    const doors = [await makePass(event, "A"), await makePass(event, "B")];
    for (let round = 0; round < rounds; round++) {
      const { code } = await createTicket({ eventId: event.id, holderId: (await createUser()).id });
      const verdicts = await Promise.all(doors.map((door) => verdictOf(scan(door, code))));
      const results = verdicts.map((verdict) => (typeof verdict === "string" ? verdict : verdict.result));
      expect(results.sort(), `round ${round}`).toEqual(["already", "checked-in"]);
    }
    const active = await reader().select().from(checkIns).where(eq(checkIns.state, "active"));
    expect(active).toHaveLength(rounds);
  });

  it("would both let somebody in if they looked first, without the constraint", async () => {
    const { event, ticket } = await setUp();
    await closeDatabase();
    await runSql(database.url, "drop index check_ins_one_active");
    await openDatabase({ url: database.url });
    const isActive = and(eq(checkIns.ticketId, ticket.id), eq(checkIns.state, "active"));
    const look = () => reader().select().from(checkIns).where(isActive);
    const seen = await Promise.all([look(), look()]);
    await Promise.all(
      seen.map((before, door) => {
        const made = { eventId: event.id, ticketId: ticket.id, at: testNow, receivedAt: testNow };
        const row = { ...made, door: `${door}`, userId: event.createdBy, nonce: newId() };
        return before.length === 0 && transaction((tx) => addCheckIn(tx, row));
      }),
    );
    expect(await look()).toHaveLength(2);
  });
});

describe("a ticket that becomes void and is checked in at the same moment", () => {
  type Given = { event: EventRow; holder: Awaited<ReturnType<typeof createUser>>; ticketId: string };
  const ways = {
    "cancelled by its holder": ({ holder, ticketId }: Given) =>
      decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId, now: testNow })),
    "taken back": ({ event, ticketId }: Given) => {
      const actor = { id: event.createdBy, role: "organiser" as const };
      const wish = { actor, eventId: event.id, ticketId, reason: "Sold on", now: testNow };
      return decide((tx) => managed(takeBackTicket)(tx, wish));
    },
  };

  it.each(Object.entries(ways))("is %s or in, never both", { timeout: 120_000 }, async (_way, end) => {
    const { event, keeper } = await setUp();
    const seen = new Set<string>();
    for (let round = 0; round < 200; round++) {
      const holder = await createUser();
      const ticket = await createTicket({ eventId: event.id, holderId: holder.id });
      const makeVoid = () => end({ event, holder, ticketId: ticket.id });
      const check = () => verdictOf(scan(keeper, ticket.code));
      // One of them some queries later, so that now one is first and now the other.
      const [one, other] = round % 2 === 0 ? [check, makeVoid] : [makeVoid, check];
      const first = one();
      for (let later = 0; later < round % 10; later++) await rowsOf(ticket.id);
      const answers = await Promise.all([first, other()]);
      const [verdict, ended] = (round % 2 === 0 ? answers : answers.reverse()) as [
        Awaited<ReturnType<typeof check>>,
        Awaited<ReturnType<typeof makeVoid>>,
      ];
      const isIn = typeof verdict !== "string" && verdict.result === "checked-in";
      expect(ended.ok ? "void" : ended.reason).toBe(isIn ? "checked-in" : "void");
      const [row] = await reader().select().from(tickets).where(eq(tickets.id, ticket.id));
      expect([row?.voidedAt === null, (await rowsOf(ticket.id)).length]).toEqual(
        isIn ? [true, 1] : [false, 0],
      );
      seen.add(isIn ? "in" : "void");
    }
    expect(seen).toEqual(new Set(["in", "void"]));
  });

  it("can be cancelled once its check-in is undone", async () => {
    const { holder, ticket, keeper } = await setUp();
    const nonce = newId();
    await scan(keeper, ticket.code, { nonce });
    const cancel = () =>
      decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId: ticket.id, now: testNow }));
    expect(await cancel()).toEqual({ ok: false, reason: "checked-in" });
    await decide((tx) => atDoor(undoCheckIn)(tx, { keeper, nonce, now: testNow }));
    expect(await cancel()).toMatchObject({ ok: true });
  });
});
