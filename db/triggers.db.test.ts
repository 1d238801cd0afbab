import { eq, lt } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { reader, transaction } from "./client";
import { auditLog, checkIns, events, tickets, waitingListEntries } from "./schema";

withDatabase();

/** The message of a refused change, including its cause. */
async function refusal(change: Promise<unknown>) {
  const error = await change.then(
    () => new Error("was not refused"),
    (thrown: Error) => thrown,
  );
  return error.cause instanceof Error ? error.cause.message : error.message;
}

const changeEvent = (id: string, change: Partial<typeof events.$inferInsert>) =>
  transaction(async (tx) => tx.update(events).set(change).where(eq(events.id, id)));

const changeTicket = (id: string, change: Partial<typeof tickets.$inferInsert>) =>
  transaction(async (tx) => tx.update(tickets).set(change).where(eq(tickets.id, id)));

describe("an event", () => {
  it.each([
    ["start", { startsAt: new Date("2030-03-01T18:00:00Z") }],
    ["end", { endsAt: new Date("2030-03-01T18:00:00Z") }],
    ["time zone", { timeZone: "Europe/Paris" }],
    ["duration", { durationMinutes: 60 }],
    ["date", { startDate: "2030-03-01" }],
  ])("never changes its %s", async (_what, change) => {
    const event = await createEvent();
    expect(await refusal(changeEvent(event.id, change))).toBe(
      "events_schedule_is_final: the date, time, time zone and duration of an event never change",
    );
    expect(await reader().select().from(events)).toEqual([event]);
  });

  it("accepts other changes", async () => {
    const event = await createEvent();
    const change = { location: "Room 2", capacity: 20, startsAt: event.startsAt, cancelledAt: testNow };
    await changeEvent(event.id, change);
    expect(await reader().select().from(events)).toEqual([{ ...event, ...change }]);
  });

  it.each([
    ["un-cancelled", null],
    ["cancelled at another time", new Date("2030-01-02T00:00:00Z")],
  ])("cannot be %s", async (_what, cancelledAt) => {
    const event = await createEvent({ cancelledAt: testNow });
    expect(await refusal(changeEvent(event.id, { cancelledAt }))).toMatch(/^events_stay_cancelled: /);
  });
});

describe("a ticket", () => {
  it("never changes its code, holder and event", async () => {
    const ticket = await createTicket({ eventId: (await createEvent()).id });
    const other = await createEvent();
    for (const change of [
      { code: "0000000000000000" },
      { holderId: (await createUser()).id },
      { eventId: other.id },
    ]) {
      expect(await refusal(changeTicket(ticket.id, change))).toMatch(/^tickets_are_final: /);
    }
    expect(await reader().select().from(tickets)).toEqual([ticket]);
  });

  it("can lose its holder, but not get another", async () => {
    const ticket = await createTicket({ eventId: (await createEvent()).id });
    await changeTicket(ticket.id, { holderId: null });
    expect(await refusal(changeTicket(ticket.id, { holderId: ticket.holderId }))).toMatch(
      /^tickets_are_final: /,
    );
  });

  it("can be voided, and stays void", async () => {
    const ticket = await createTicket({ eventId: (await createEvent()).id });
    await changeTicket(ticket.id, { voidedAt: testNow, voidedBecause: "cancelled-by-holder" });
    const revived = changeTicket(ticket.id, { voidedAt: null, voidedBecause: null });
    expect(await refusal(revived)).toMatch(/^tickets_stay_void: /);
  });
});

describe("the audit log", () => {
  const day = 86_400_000;
  const write = async (at: Date) => {
    const entry = { id: newId(), at, actorId: null, action: "test", subject: "test", details: "{}" };
    await transaction(async (tx) => tx.insert(auditLog).values(entry));
    return entry;
  };
  // The database looks at its own clock.
  const daysOld = (days: number) => new Date(Date.now() - days * day);
  const clear = () => transaction(async (tx) => tx.delete(auditLog));

  it("never changes, not even when it is old", async () => {
    const entries = [await write(testNow), await write(daysOld(800))];
    const changed = transaction(async (tx) => tx.update(auditLog).set({ action: "nothing" }));
    expect(await refusal(changed)).toMatch(/^audit_log_never_changes: /);
    expect(await reader().select().from(auditLog)).toEqual(expect.arrayContaining(entries));
  });

  it.each([
    ["actor", { actorId: "eve" }, { actorId: null }],
    ["subject", { subject: "other" }, { subject: "" }],
    ["details", { details: '{"a":1}' }, { details: "{}" }],
  ])("never changes its %s, unless that is erased", async (_what, change, erased) => {
    const entry = { ...(await write(testNow)), actorId: "ada", details: '{"name":"Ada"}', id: newId() };
    await transaction(async (tx) => tx.insert(auditLog).values(entry));
    const set = (to: Partial<typeof auditLog.$inferInsert>) =>
      transaction(async (tx) => tx.update(auditLog).set(to).where(eq(auditLog.id, entry.id)));
    expect(await refusal(set(change))).toMatch(/^audit_log_never_changes: /);
    await set(erased);
    expect(await refusal(set(change))).toMatch(/^audit_log_never_changes: /);
    const [left] = await reader().select().from(auditLog).where(eq(auditLog.id, entry.id));
    expect(left).toEqual({ ...entry, ...erased });
  });

  it("is kept for a year", async () => {
    await write(daysOld(366));
    const kept = await write(daysOld(364));
    expect(await refusal(clear())).toMatch(/^audit_log_is_kept: /);
    await transaction(async (tx) => tx.delete(auditLog).where(lt(auditLog.at, daysOld(365))));
    expect(await reader().select().from(auditLog)).toEqual([kept]);
  });
});

describe("a place on a waiting list", () => {
  it("never changes", async () => {
    const event = await createEvent();
    const { id: userId } = await createUser();
    const entry = { id: newId(), eventId: event.id, userId, place: 2, joinedAt: testNow, until: testNow };
    await transaction(async (tx) => tx.insert(waitingListEntries).values(entry));
    const move = transaction(async (tx) => tx.update(waitingListEntries).set({ place: 1 }));
    expect(await refusal(move)).toMatch(/waiting_list_keeps_its_order/);
    const other = await createUser();
    const give = transaction(async (tx) => tx.update(waitingListEntries).set({ userId: other.id }));
    expect(await refusal(give)).toMatch(/waiting_list_keeps_its_order/);
    await transaction(async (tx) => tx.update(waitingListEntries).set({ userId: null }));
    const end = transaction(async (tx) =>
      tx.update(waitingListEntries).set({ endedAt: testNow, endedBecause: "left" }),
    );
    await expect(end).resolves.toBeDefined();
  });
});

describe("a check-in", () => {
  it("is undone, not changed or deleted", async () => {
    const event = await createEvent();
    const ticket = await createTicket({ eventId: event.id });
    const checkIn = {
      ...{ id: newId(), eventId: event.id, ticketId: ticket.id, at: testNow, receivedAt: testNow },
      ...{ door: "Main door", userId: event.createdBy, nonce: newId(), state: "active" as const },
    };
    await transaction(async (tx) => tx.insert(checkIns).values(checkIn));
    const move = transaction(async (tx) => tx.update(checkIns).set({ door: "Back door" }));
    expect(await refusal(move)).toMatch(/check_ins_are_final/);
    expect(await refusal(transaction(async (tx) => tx.delete(checkIns)))).toMatch(/check_ins_are_kept/);
    const undo = transaction(async (tx) =>
      tx.update(checkIns).set({ state: "undone", undoneAt: testNow, undoneBy: event.createdBy }),
    );
    await expect(undo).resolves.toBeDefined();
  });
});
