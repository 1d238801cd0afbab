import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, checkIns, doorPasses } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { atDoor, managed, managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, type EventRow, testNow } from "@/tests/harness/factories";
import type { DoneOffline } from "../input";
import { listHeldCheckIns } from "../queries";
import { checkIn } from "./check-in";
import type { DoorKeeper } from "./find-door";
import { settleCheckIn } from "./settle-check-in";
import { syncCheckIns } from "./sync-check-ins";

withDatabase({ limitMs: 10_000 });

const minutes = (count: number) => count * 60_000;
const ago = (count: number, from = testNow) => new Date(from.getTime() - minutes(count));

/** An event that began an hour ago, with two doors. */
async function setUp() {
  const event = await createEvent({ startsAt: ago(60), createdAt: ago(10_000), capacity: 100 });
  const passes = ["A", "B"].map((door) => ({
    ...{ id: newId(), eventId: event.id, door, createdBy: event.createdBy, createdAt: ago(5_000) },
  }));
  await transaction(async (tx) => tx.insert(doorPasses).values(passes));
  const [a, b] = passes.map(({ id }) => ({ passId: id })) as [{ passId: string }, { passId: string }];
  return { event, a, b };
}

const ticketOf = (event: EventRow, given = {}) => createTicket({ eventId: event.id, ...given });

const entry = (ticketId: string, at: Date, nonce = newId()): DoneOffline => ({
  ...{ kind: "check-in", nonce, ticketId, at },
});

const sync = async (keeper: DoorKeeper, done: DoneOffline[], sentAt = testNow) => {
  const outcome = await decide((tx) => atDoor(syncCheckIns)(tx, { keeper, done, sentAt, now: testNow }));
  return outcome.ok ? outcome.value : outcome.reason;
};

const withdraw = ({ passId }: { passId: string }, withdrawnAt: Date) =>
  transaction(async (tx) => tx.update(doorPasses).set({ withdrawnAt }).where(eq(doorPasses.id, passId)));

const rowsOf = (ticketId: string) => reader().select().from(checkIns).where(eq(checkIns.ticketId, ticketId));

describe("syncCheckIns", () => {
  it("keeps the real time and counts each once, however often it is sent", async () => {
    const { event, a } = await setUp();
    const ticket = await ticketOf(event);
    const sent = entry(ticket.id, ago(30));
    const expected = [{ nonce: sent.nonce, result: "counted", reason: "" }];
    expect(await sync(a, [sent])).toEqual(expected);
    expect(await sync(a, [sent])).toEqual(expected);
    expect(await rowsOf(ticket.id)).toMatchObject([
      { state: "active", at: ago(30), receivedAt: testNow, door: "A" },
    ]);
    expect(await reader().select().from(auditLog)).toHaveLength(1);
  });

  it("counts once if it is sent at the same moment twice", async () => {
    const { event, a } = await setUp();
    const sent = [];
    for (let each = 0; each < 20; each++) sent.push(entry((await ticketOf(event)).id, ago(30)));
    const [one, two] = await Promise.all([sync(a, sent), sync(a, [...sent].reverse())]);
    for (const results of [one, two])
      expect(results).toEqual(sent.map(() => expect.objectContaining({ result: "counted" })));
    expect(await reader().select().from(checkIns)).toHaveLength(20);
  });

  it.each([-1440, 1440])("is not misled by a clock that is %d minutes off", async (off) => {
    const { event, a } = await setUp();
    const ticket = await ticketOf(event);
    const wrong = (at: Date) => new Date(at.getTime() + minutes(off));
    expect(await sync(a, [entry(ticket.id, wrong(ago(30)))], wrong(testNow))).toMatchObject([
      { result: "counted" },
    ]);
    expect(await rowsOf(ticket.id)).toMatchObject([{ at: ago(30) }]);
  });

  it("holds the second admission by another door for the organisers, with both times", async () => {
    const { event, a, b } = await setUp();
    const ticket = await ticketOf(event);
    await sync(a, [entry(ticket.id, ago(30))]);
    expect(await sync(b, [entry(ticket.id, ago(40))])).toMatchObject([
      { result: "held", reason: "already-checked-in" },
    ]);
    const rows = await rowsOf(ticket.id);
    expect(rows.map(({ state, door, at }) => [state, door, at])).toEqual(
      expect.arrayContaining([
        ["active", "A", ago(30)],
        ["held", "B", ago(40)],
      ]),
    );
    expect(await listHeldCheckIns(managedId(event.id))).toMatchObject([
      { door: "B", because: "already-checked-in" },
    ]);
  });

  it("holds what a door admitted wrongly", async () => {
    const { event, a } = await setUp();
    const [voided, early] = [await ticketOf(event, { voidedAt: ago(20) }), await ticketOf(event)];
    expect(await sync(a, [entry(voided.id, ago(30)), entry(early.id, ago(60 + 721))])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ result: "held", reason: "void" }),
        expect.objectContaining({ result: "held", reason: "too-early-or-late" }),
      ]),
    );
  });

  it("holds what a pass did that has ended meanwhile, and loses nothing", async () => {
    const { event, a } = await setUp();
    const [before, after] = [
      entry((await ticketOf(event)).id, ago(9)),
      entry((await ticketOf(event)).id, ago(7)),
    ];
    await sync(a, [before]);
    await withdraw(a, ago(5));
    expect(await sync(a, [before, after])).toEqual(
      expect.arrayContaining([
        { nonce: before.nonce, result: "counted", reason: "" },
        { nonce: after.nonce, result: "held", reason: "pass-ended" },
      ]),
    );
    const undo = (nonce: string) => sync(a, [{ kind: "undo", nonce, reason: "", at: ago(6) }]);
    expect(await undo(before.nonce)).toMatchObject([{ result: "refused" }]);
    expect(await undo(after.nonce)).toMatchObject([{ result: "counted" }]);
  });

  it("holds five of one ticket at a door at most, also if they are undone, and refuses more", async () => {
    const { event, a, b } = await setUp();
    const ticket = await ticketOf(event);
    await withdraw(a, ago(5));
    for (let n = 0; n < 10; n++) {
      const sent = entry(ticket.id, ago(9));
      const undo: DoneOffline = { kind: "undo", nonce: sent.nonce, reason: "", at: ago(8) };
      const result = n < 5 ? { result: "held", reason: "pass-ended" } : { result: "refused" };
      expect(await sync(a, n % 2 ? [sent] : [sent, undo]), `${n}`).toMatchObject(
        n % 2 ? [result] : [result, {}],
      );
    }
    expect(await rowsOf(ticket.id)).toHaveLength(5);
    expect(await reader().select().from(auditLog)).toHaveLength(8);
    // Other doors and other tickets have their own.
    await withdraw(b, ago(5));
    const other = entry((await ticketOf(event)).id, ago(9));
    expect(await sync(b, [entry(ticket.id, ago(9))])).toMatchObject([{ result: "held" }]);
    expect(await sync(a, [other])).toMatchObject([{ result: "held" }]);
  });

  it("takes nothing more of a pass that ended a week ago", async () => {
    const { event, a } = await setUp();
    const [known, late] = [
      entry((await ticketOf(event)).id, ago(20_000)),
      entry((await ticketOf(event)).id, ago(20_000)),
    ];
    await withdraw(a, ago(5));
    await sync(a, [known]);
    await withdraw(a, ago(7 * 1_440));
    const undo: DoneOffline = { kind: "undo", nonce: known.nonce, reason: "", at: ago(1) };
    expect(await sync(a, [known, late, undo])).toEqual([
      { nonce: known.nonce, result: "held", reason: "pass-ended" },
      { nonce: late.nonce, result: "refused", reason: "pass-ended" },
      { nonce: known.nonce, result: "refused", reason: "pass-ended" },
    ]);
    expect(await reader().select().from(checkIns)).toMatchObject([{ nonce: known.nonce, state: "held" }]);
  });

  it("refuses a nonce of another ticket, and tickets that are unknown or of another event", async () => {
    const { event, a } = await setUp();
    const [one, two] = [await ticketOf(event), await ticketOf(event)];
    const foreign = await ticketOf(await createEvent());
    const nonce = newId();
    await sync(a, [entry(one.id, ago(30), nonce)]);
    expect(await sync(a, [entry(two.id, ago(20), nonce)])).toEqual([
      { nonce, result: "refused", reason: "nonce-reused" },
    ]);
    expect(await sync(a, [entry(foreign.id, ago(20))])).toMatchObject([{ reason: "unknown" }]);
    expect(await sync(a, [entry(newId(), ago(20))])).toMatchObject([{ reason: "unknown" }]);
    expect(await sync({ passId: newId() }, [])).toBe("not-found");
    expect(await reader().select().from(checkIns)).toHaveLength(1);
  });

  it("undoes what was undone offline, with its time", async () => {
    const { event, a } = await setUp();
    const ticket = await ticketOf(event);
    const sent = entry(ticket.id, ago(30));
    await sync(a, [sent, { kind: "undo", nonce: sent.nonce, reason: "Wrong person", at: ago(29) }]);
    expect(await rowsOf(ticket.id)).toMatchObject([
      { state: "undone", at: ago(30), undoneAt: ago(29), undoReason: "Wrong person" },
    ]);
  });

  it("takes in what a door did in its order: in, undone, in again", async () => {
    const { event, a } = await setUp();
    const ticket = await ticketOf(event);
    const [first, second] = [entry(ticket.id, ago(30)), entry(ticket.id, ago(20))];
    const undo: DoneOffline = { kind: "undo", nonce: first.nonce, reason: "", at: ago(25) };
    const results = await sync(a, [first, undo, second]);
    expect(results).toEqual([first, undo, second].map(() => expect.objectContaining({ result: "counted" })));
    const rows = await rowsOf(ticket.id);
    expect(rows.map(({ nonce, state }) => [nonce, state])).toEqual(
      expect.arrayContaining([
        [first.nonce, "undone"],
        [second.nonce, "active"],
      ]),
    );
  });

  it("gives the verdict of a scan whose answer was lost, when the door sends it again", async () => {
    const { event, a } = await setUp();
    const [ticket, nonce] = [await ticketOf(event), newId()];
    await decide((tx) =>
      atDoor(checkIn)(tx, { keeper: a, ticket: { code: ticket.code }, nonce, now: ago(1) }),
    );
    expect(await sync(a, [entry(ticket.id, ago(1), nonce)])).toEqual([
      { nonce, result: "counted", reason: "" },
    ]);
    expect(await rowsOf(ticket.id)).toHaveLength(1);
  });
});

describe("settleCheckIn", () => {
  const settle = async (event: EventRow, intent: "accept" | "dismiss", who = event.createdBy) => {
    const [held] = await listHeldCheckIns(managedId(event.id));
    const given = { actor: { id: who }, eventId: event.id, checkInId: held?.id ?? "", intent, now: testNow };
    const outcome = await decide((tx) => managed(settleCheckIn)(tx, given));
    return outcome.ok ? "done" : outcome.reason;
  };

  it("counts an accepted one and keeps a dismissed one on record", async () => {
    const { event, a } = await setUp();
    const [one, two] = [await ticketOf(event), await ticketOf(event)];
    await sync(a, [entry(one.id, ago(60 + 722)), entry(two.id, ago(60 + 721))]);
    expect(await settle(event, "accept")).toBe("done");
    expect(await settle(event, "dismiss")).toBe("done");
    expect(await rowsOf(one.id)).toMatchObject([{ state: "active", settledBy: event.createdBy }]);
    expect(await rowsOf(two.id)).toMatchObject([{ state: "settled", heldBecause: "too-early-or-late" }]);
    expect(await listHeldCheckIns(managedId(event.id))).toEqual([]);
  });

  it("accepts neither a second admission nor a void ticket, and obeys only organisers", async () => {
    const { event, a, b } = await setUp();
    const [twice, voided] = [await ticketOf(event), await ticketOf(event, { voidedAt: ago(2) })];
    await sync(a, [entry(twice.id, ago(30))]);
    await sync(b, [entry(twice.id, ago(20)), entry(voided.id, ago(10))]);
    expect(await settle(event, "dismiss", (await createEvent()).createdBy)).toBe("not-found");
    expect(await settle(event, "accept")).toBe("already-checked-in");
    expect(await settle(event, "dismiss")).toBe("done");
    expect(await settle(event, "accept")).toBe("void");
  });
});
