import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, events, mailings } from "@/db/schema";
import { decide, done } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { addAccounts, addTickets } from "@/tests/harness/accounts";
import { managed } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { openRows } from "@/tests/harness/rows";
import type { Actor } from "../access";
import { cancelEvent } from "./cancel-event";

const database = withDatabase();

const later = new Date("2030-01-02T08:00:00Z");

const cancel = (actor: Pick<Actor, "id">, eventId: string, reason = "", now = later) =>
  decide((tx) => managed(cancelEvent)(tx, { actor: { role: "organiser", ...actor }, eventId, reason, now }));
const eventRow = async (id: string) => {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  return event;
};
const queued = () => reader().select().from(mailings);

describe("cancelEvent", () => {
  it("cancels, empties the event, and queues the mailing to its holders", async () => {
    const event = await createEvent({ capacity: 8888 });
    const holders = [await createUser(), await createUser(), await createUser()];
    for (const { id } of holders) await createTicket({ eventId: event.id, holderId: id });
    await createTicket({ eventId: event.id, voidedAt: testNow });
    expect(await cancel({ id: event.createdBy }, event.id, "Rain & <wind>")).toEqual({
      ok: true,
      value: event.id,
    });
    expect(await eventRow(event.id)).toMatchObject({
      cancelledAt: later,
      cancelReason: "Rain & <wind>",
      allocated: 0,
      voidedTickets: 3,
      revision: 1,
      updatedAt: later,
    });
    expect(await queued()).toEqual([
      expect.objectContaining({ kind: "event-cancelled", eventId: event.id, dueAt: later, doneAt: null }),
    ]);
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ action: "event.cancel", subject: event.id, details: '{"tickets":3}' });
  });

  it("writes the same few rows, however many hold tickets", async () => {
    const rows = await openRows(database.url);
    const changes = async (holders: number) => {
      const event = await createEvent({ capacity: 10_000 });
      await addTickets(rows, event.id, await addAccounts(rows, Array(holders).fill({})));
      const before = await rows.dump();
      await cancel({ id: event.createdBy }, event.id);
      const after = await rows.dump();
      const changed = Object.entries(after).map(([table, now]) => {
        const known = new Set(before[table]?.map((row) => JSON.stringify(row)));
        return [table, now.filter((row) => !known.has(JSON.stringify(row))).length] as const;
      });
      return Object.fromEntries(changed.filter(([, count]) => count > 0));
    };
    const few = { events: 1, mailings: 1, audit_log: 1 };
    expect([await changes(0), await changes(1_000)]).toEqual([few, few]);
    await rows.close();
  });

  it("does everything or nothing", async () => {
    const event = await createEvent();
    await createTicket({ eventId: event.id });
    const broken = decide(async (tx) => {
      await managed(cancelEvent)(tx, {
        actor: { id: event.createdBy, role: "organiser" },
        eventId: event.id,
        reason: "",
        now: later,
      });
      throw new Error("the power went");
    });
    await expect(broken).rejects.toThrow("the power went");
    expect(await eventRow(event.id)).toMatchObject({ cancelledAt: null, allocated: 1 });
    expect(await queued()).toEqual([]);
  });

  it("changes nothing the second time, one after the other or in parallel", async () => {
    const event = await createEvent();
    await createTicket({ eventId: event.id });
    const actor = { id: event.createdBy };
    const answers = await Promise.all([1, 2, 3, 4].map(() => cancel(actor, event.id, "first")));
    expect(answers).toEqual(Array(4).fill({ ok: true, value: event.id }));
    const much = new Date("2030-01-03T08:00:00Z");
    expect(await cancel(actor, event.id, "second", much)).toEqual({ ok: true, value: event.id });
    expect(await eventRow(event.id)).toMatchObject({
      cancelledAt: later,
      cancelReason: "first",
      voidedTickets: 1,
      revision: 1,
    });
    expect(await queued()).toHaveLength(1);
    expect(await reader().select().from(auditLog)).toHaveLength(1);
  });

  it("works without holders and without a reason", async () => {
    const event = await createEvent();
    expect(await cancel({ id: event.createdBy }, event.id)).toMatchObject({ ok: true });
    expect(await eventRow(event.id)).toMatchObject({ cancelReason: null, voidedTickets: 0 });
    expect(await queued()).toHaveLength(1);
  });

  it("cancels a running event but not an ended one", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    expect(await cancel(actor, event.id, "", event.endsAt)).toEqual({ ok: false, reason: "ended" });
    const running = new Date(event.endsAt.getTime() - 1000);
    expect(await cancel(actor, event.id, "", running)).toMatchObject({ ok: true });
    expect(await cancel(actor, event.id, "", event.endsAt)).toMatchObject({ ok: true });
  });

  it("works for its organisers, promoted ones included, and is not-found for everybody else", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    const lin = await createUser({ role: "organiser" });
    for (const [who, id] of [
      [ada, event.id],
      [lin, event.id],
      [lin, newId()],
      [lin, ""],
    ] as const)
      expect(await cancel(who, id)).toEqual({ ok: false, reason: "not-found" });
    expect((await eventRow(event.id))?.cancelledAt).toBeNull();
    await createOrganiser(event.id, ada.id);
    expect(await cancel(ada, event.id)).toMatchObject({ ok: true });
  });

  it("would mail everybody twice without the guard", async () => {
    const event = await createEvent();
    await createTicket({ eventId: event.id });
    const seen = await Promise.all([eventRow(event.id), eventRow(event.id)]);
    const unguarded = seen.map((before) =>
      decide(async (tx) => {
        if (before?.cancelledAt) return done("nothing");
        await tx
          .update(events)
          .set({ revision: sql`${events.revision} + 1` })
          .where(eq(events.id, event.id));
        return done("cancelled");
      }),
    );
    expect(await Promise.all(unguarded)).toEqual(Array(2).fill({ ok: true, value: "cancelled" }));
    expect((await eventRow(event.id))?.revision).toBe(2);
  });

  it("can never be undone", async () => {
    const event = await createEvent();
    await cancel({ id: event.createdBy }, event.id);
    const undo = transaction(async (tx) =>
      tx.update(events).set({ cancelledAt: null }).where(eq(events.id, event.id)),
    );
    await expect(undo).rejects.toSatisfy((error: Error) =>
      /stays cancelled/.test(`${error.message} ${error.cause}`),
    );
  });
});
