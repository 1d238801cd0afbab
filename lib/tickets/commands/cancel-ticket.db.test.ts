import { and, count, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events, outbox, tickets } from "@/db/schema";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { expandMailing } from "@/lib/mail/mailings";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { managed, ofHolder } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { cancelTicket } from "./cancel-ticket";
import { requestTicket, type TicketHolder } from "./request-ticket";

withDatabase({ limitMs: 10_000 });

const cancel = (holder: TicketHolder, ticketId: string, now = testNow) =>
  decide((tx) => ofHolder(cancelTicket)(tx, { holder, ticketId, now }));
const request = (holder: TicketHolder, eventId: string) =>
  decide((tx) => requestTicket(tx, { holder, eventId, now: testNow }));

const eventRow = async (id: string) => {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  return event;
};
const ticketRow = async (id: string) => {
  const [ticket] = await reader().select().from(tickets).where(eq(tickets.id, id));
  return ticket;
};
const mails = (kind: string) => reader().select().from(outbox).where(eq(outbox.kind, kind));

async function counted(eventId: string) {
  const [active] = await reader()
    .select({ number: count() })
    .from(tickets)
    .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  return [(await eventRow(eventId))?.allocated, active?.number];
}

const held = async (given: Parameters<typeof createEvent>[0] = {}) => {
  const [event, ada] = [await createEvent(given), await createUser()];
  return { event, ada, ticket: await createTicket({ eventId: event.id, holderId: ada.id }) };
};

describe("cancelTicket", () => {
  it("voids the ticket, frees the space at once and mails the holder", async () => {
    const { event, ada, ticket } = await held({ capacity: 1 });
    expect(await cancel(ada, ticket.id)).toEqual({ ok: true, value: ticket.id });
    expect(await ticketRow(ticket.id)).toMatchObject({
      voidedAt: testNow,
      voidedBecause: "cancelled-by-holder",
      code: ticket.code,
    });
    expect(await counted(event.id)).toEqual([0, 0]);
    expect((await mails("ticket-cancelled")).map((mail) => mail.recipient)).toEqual([ada.email]);
    expect(await request(await createUser(), event.id)).toMatchObject({ ok: true });
  });

  it("refuses not-found for another person's ticket, also to the event's organiser, and for an unknown one", async () => {
    const { event, ada, ticket } = await held();
    const organiser = { ...(await createUser({ role: "organiser" })), id: event.createdBy };
    const refusal = { ok: false, reason: "not-found" };
    expect(await cancel(await createUser(), ticket.id)).toEqual(refusal);
    expect(await cancel(organiser, ticket.id)).toEqual(refusal);
    expect(await cancel(ada, newId())).toEqual(refusal);
    expect(await cancel(ada, "")).toEqual(refusal);
    expect(await counted(event.id)).toEqual([1, 1]);
  });

  it("is refused from the second of the start", async () => {
    const { event, ada, ticket } = await held();
    expect(await cancel(ada, ticket.id, event.startsAt)).toEqual({ ok: false, reason: "started" });
    expect(await counted(event.id)).toEqual([1, 1]);
    const before = new Date(event.startsAt.getTime() - 1000);
    expect(await cancel(ada, ticket.id, before)).toMatchObject({ ok: true });
  });

  it("changes nothing the second time, and sends no second mail", async () => {
    const { event, ada, ticket } = await held();
    await createTicket({ eventId: event.id });
    await cancel(ada, ticket.id);
    const later = new Date(testNow.getTime() + 60_000);
    expect(await cancel(ada, ticket.id, later)).toEqual({ ok: true, value: ticket.id });
    expect((await ticketRow(ticket.id))?.voidedAt).toEqual(testNow);
    expect(await mails("ticket-cancelled")).toHaveLength(1);
    expect(await counted(event.id)).toEqual([1, 1]);
  });

  it("changes nothing when the event was cancelled, also after its start", async () => {
    const { event, ada, ticket } = await held();
    await decide((tx) =>
      managed(cancelEvent)(tx, {
        actor: { id: event.createdBy, role: "organiser" },
        eventId: event.id,
        reason: "",
        now: testNow,
      }),
    );
    for (const now of [testNow, event.startsAt])
      expect(await cancel(ada, ticket.id, now)).toEqual({ ok: true, value: ticket.id });
    expect((await ticketRow(ticket.id))?.voidedAt).toBeNull();
    expect(await mails("ticket-cancelled")).toEqual([]);
  });

  it("frees one space for many simultaneous requests", async () => {
    const { event, ada, ticket } = await held();
    for (let i = 0; i < 3; i++) await createTicket({ eventId: event.id });
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(ada, ticket.id)));
    expect(answers).toEqual(Array(10).fill({ ok: true, value: ticket.id }));
    expect(await counted(event.id)).toEqual([3, 3]);
    expect(await mails("ticket-cancelled")).toHaveLength(1);
  });

  it("lets the holder request a new ticket later, with a new code", async () => {
    const { event, ada, ticket } = await held();
    await cancel(ada, ticket.id);
    const again = await request(ada, event.id);
    const fresh = again.ok ? await ticketRow(again.value) : undefined;
    expect(fresh?.id).not.toBe(ticket.id);
    expect(fresh?.code).not.toBe(ticket.code);
    expect((await ticketRow(ticket.id))?.voidedAt).toEqual(testNow);
    expect(await counted(event.id)).toEqual([1, 1]);
  });

  it("arms a full event's alert again once enough spaces are free", async () => {
    const event = await createEvent({ capacity: 4 });
    const crowd: UserRow[] = [];
    for (let i = 0; i < 4; i++) crowd.push(await createUser());
    const outcomes = [];
    for (const holder of crowd) outcomes.push(await request(holder, event.id));
    expect(await eventRow(event.id)).toMatchObject({ fullAlertArmed: false, fullAlertAt: testNow });
    for (const at of [0, 1]) {
      const [holder, outcome] = [crowd[at], outcomes[at]];
      if (holder && outcome?.ok) await cancel(holder, outcome.value);
      expect((await eventRow(event.id))?.fullAlertArmed).toBe(at === 1);
    }
  });
});

describe("parallel commands", () => {
  it("keep the counter equal to the active tickets during requests and cancellations", async () => {
    const event = await createEvent({ capacity: 5 });
    const crowd: UserRow[] = [];
    for (let i = 0; i < 16; i++) crowd.push(await createUser());
    await Promise.all(
      crowd.map(async (holder) => {
        for (let round = 0; round < 4; round++) {
          const [taken] = await Promise.all([request(holder, event.id), request(holder, event.id)]);
          if (taken.ok) await Promise.all([cancel(holder, taken.value), cancel(holder, taken.value)]);
        }
        await request(holder, event.id);
      }),
    );
    expect(await counted(event.id)).toEqual([5, 5]);
  });

  it("leave no active ticket and no allocated space when the event is cancelled meanwhile", async () => {
    const grace = await createUser({ role: "organiser" });
    for (let round = 0; round < 5; round++) {
      const event = await createEvent({ capacity: 30, createdBy: grace.id });
      const leaving = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const holder = await createUser();
          return { holder, ticket: await createTicket({ eventId: event.id, holderId: holder.id }) };
        }),
      );
      const coming = await Promise.all(Array.from({ length: 10 }, () => createUser()));
      const stop = () =>
        decide((tx) =>
          managed(cancelEvent)(tx, { actor: grace, eventId: event.id, reason: "", now: testNow }),
        );
      const answers = await Promise.all([
        ...leaving.slice(0, 5).map(({ holder, ticket }) => cancel(holder, ticket.id)),
        ...coming.slice(0, 5).map((holder) => request(holder, event.id)),
        stop(),
        stop(),
        ...leaving.slice(5).map(({ holder, ticket }) => cancel(holder, ticket.id)),
        ...coming.slice(5).map((holder) => request(holder, event.id)),
      ]);
      const reasons = new Set(answers.map((answer) => (answer.ok ? "ok" : answer.reason)));
      expect([...reasons].filter((reason) => reason !== "ok" && reason !== "cancelled")).toEqual([]);
      // One mail for each void ticket, cancelled by its holder or with the event.
      while (await expandMailing(testNow, 3));
      const [allocated, held] = await counted(event.id);
      const sent = (await mails("event-cancelled")).filter((mail) => mail.dedupeKey === event.id);
      expect([allocated, sent.length]).toEqual([0, held]);
      expect((await eventRow(event.id))?.voidedTickets).toBe(held);
    }
  });

  it("would free two spaces for one ticket without the guard", async () => {
    const { event, ticket } = await held();
    await createTicket({ eventId: event.id });
    const seen = await Promise.all([ticketRow(ticket.id), ticketRow(ticket.id)]);
    await Promise.all(
      seen.map((before) =>
        transaction(async (tx) => {
          if (before?.voidedAt) return;
          await tx
            .update(events)
            .set({ allocated: sql`${events.allocated} - 1` })
            .where(eq(events.id, event.id));
          await tx
            .update(tickets)
            .set({ voidedAt: testNow, voidedBecause: "cancelled-by-holder" })
            .where(eq(tickets.id, ticket.id));
        }),
      ),
    );
    expect(await counted(event.id)).toEqual([0, 1]);
  });
});
