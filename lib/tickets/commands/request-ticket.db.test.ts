import { and, count, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type Db, reader } from "@/db/client";
import { events, outbox, tickets, users } from "@/db/schema";
import { queueMail } from "@/lib/mail/outbox";
import { decide, done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { requestTicket, type TicketHolder } from "./request-ticket";

withDatabase({ limitMs: 10_000 });

const request = (holder: TicketHolder, eventId: string, now = testNow) =>
  decide((tx) => requestTicket(tx, { holder, eventId, now }));

const eventRow = async (id: string) => {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  return event;
};
const ticketRows = (eventId: string) => reader().select().from(tickets).where(eq(tickets.eventId, eventId));
const mails = (kind: string) => reader().select().from(outbox).where(eq(outbox.kind, kind));

/** The counter and the number of active tickets, which must be equal. */
async function counted(eventId: string) {
  const [active] = await reader()
    .select({ number: count() })
    .from(tickets)
    .where(and(eq(tickets.eventId, eventId), isNull(tickets.voidedAt)));
  return [(await eventRow(eventId))?.allocated, active?.number];
}

async function createCrowd(size: number): Promise<TicketHolder[]> {
  const crowd = Array.from({ length: size }, (_, at) => ({
    ...{ id: newId(), name: `Attendee ${at}`, email: `a${at}@example.org`, role: "attendee" as const },
    ...{ passwordHash: "none", emailVerifiedAt: testNow, createdAt: testNow },
  }));
  await decide(async (tx) => done(await tx.insert(users).values(crowd)));
  return crowd;
}

describe("requestTicket", () => {
  it("allocates a space, creates a ticket with a code and queues one mail without the capacity", async () => {
    const [event, ada] = [await createEvent({ capacity: 4242 }), await createUser({ name: "Zoë O'Brien" })];
    const outcome = await request(ada, event.id);
    const [ticket] = await ticketRows(event.id);
    expect(outcome).toEqual({ ok: true, value: ticket?.id });
    expect(ticket).toMatchObject({ holderId: ada.id, createdAt: testNow, voidedAt: null });
    expect(ticket?.searchText).toBe(`zoe o'brien ${ada.email}`);
    expect(ticket?.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(await counted(event.id)).toEqual([1, 1]);
    const [mail, ...more] = await mails("ticket");
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ recipient: ada.email, dedupeKey: ticket?.id, eventId: event.id });
    expect(JSON.parse(mail?.facts ?? "")).toMatchObject({ code: ticket?.code, event: { name: event.name } });
    expect(mail?.facts).not.toMatch(/4242|capacity|allocated/);
  });

  it("changes neither updatedAt nor the revision of the event", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    await request(ada, event.id, new Date(testNow.getTime() + 5000));
    expect(await eventRow(event.id)).toMatchObject({ updatedAt: event.updatedAt, revision: 0 });
  });

  it("refuses a full event and stores nothing", async () => {
    const event = await createEvent({ capacity: 1 });
    await createTicket({ eventId: event.id });
    expect(await request(await createUser(), event.id)).toEqual({ ok: false, reason: "full" });
    expect(await counted(event.id)).toEqual([1, 1]);
    expect(await mails("ticket")).toEqual([]);
  });

  it.each([
    ["a second before it starts", 1000, null],
    ["at the very second it starts", 0, "started"],
    ["a second later", -1000, "started"],
  ])("%s has the right outcome", async (_, ahead, reason) => {
    const event = await createEvent({ startsAt: new Date(testNow.getTime() + ahead) });
    const outcome = await request(await createUser(), event.id);
    expect(outcome.ok ? null : outcome.reason).toBe(reason);
  });

  it("refuses started for a past full event, and cancelled for a past cancelled one", async () => {
    const past = new Date("2029-01-01T12:00:00Z");
    const over = await createEvent({ startsAt: past, capacity: 1, allocated: 1 });
    const off = await createEvent({ startsAt: past, cancelledAt: past });
    const ada = await createUser();
    expect(await request(ada, over.id)).toEqual({ ok: false, reason: "started" });
    expect(await request(ada, off.id)).toEqual({ ok: false, reason: "cancelled" });
  });

  it.each(["", "nope", "'; drop table tickets; --", newId()])(
    "refuses not-found for the id %j",
    async (id) => {
      expect(await request(await createUser(), id)).toEqual({ ok: false, reason: "not-found" });
    },
  );

  it("refuses organiser accounts, also the event's own creator", async () => {
    const grace = await createUser({ role: "organiser" });
    const event = await createEvent({ createdBy: grace.id });
    expect(await request(grace, event.id)).toEqual({ ok: false, reason: "attendees-only" });
    expect(await counted(event.id)).toEqual([0, 0]);
  });

  it("gives a ticket to an attendee who was promoted for the event", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    await createOrganiser(event.id, ada.id);
    expect(await request(ada, event.id)).toMatchObject({ ok: true });
  });

  it("returns the same ticket to its holder, without a second mail, also when the event is FULL", async () => {
    const [event, ada] = [await createEvent({ capacity: 1 }), await createUser()];
    const first = await request(ada, event.id);
    const again = await request(ada, event.id, new Date(testNow.getTime() + 60_000));
    expect(again).toEqual(first);
    expect(await mails("ticket")).toHaveLength(1);
    expect(await counted(event.id)).toEqual([1, 1]);
  });

  it("mails the organisers once when last X begins to show and once at FULL", async () => {
    const event = await createEvent({ capacity: 100, allocated: 94 });
    const helper = await createUser();
    await createOrganiser(event.id, helper.id);
    const crowd = await createCrowd(6);
    const seen: [number, number][] = [];
    for (const holder of crowd) {
      await request(holder, event.id);
      seen.push([(await mails("near-capacity")).length, (await mails("full")).length]);
    }
    expect(seen).toEqual([
      [0, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 2],
    ]);
    expect((await mails("full")).map((mail) => mail.recipient)).toContain(helper.email);
    expect(JSON.parse((await mails("near-capacity"))[0]?.facts ?? "")).toMatchObject({
      left: 4,
      capacity: 100,
    });
  });
});

/** Without the guard: checks for a space, then takes it. */
async function requestUnguarded(tx: Db, holder: TicketHolder, eventId: string): Promise<Outcome<string>> {
  const id = newId();
  const ticket = { id, eventId, holderId: holder.id, code: newId(), searchText: "", createdAt: testNow };
  await tx.insert(tickets).values(ticket);
  await queueMail(tx, {
    ...{ kind: "demoted", recipient: holder.email, dedupeKey: id, at: testNow },
    facts: { name: "", by: "", event: {} as never },
  });
  return done(id);
}

describe("a rush", () => {
  it("of 200 for 50 spaces ends with exactly 50 tickets, 50 mails and 150 refusals", async () => {
    const event = await createEvent({ capacity: 50 });
    const crowd = await createCrowd(200);
    const answers = await Promise.all(crowd.map((holder) => request(holder, event.id)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(50);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "full")).toHaveLength(150);
    expect(await counted(event.id)).toEqual([50, 50]);
    expect(await mails("ticket")).toHaveLength(50);
    expect(await mails("near-capacity")).toHaveLength(1);
    expect(await mails("full")).toHaveLength(1);
  });

  it("would end with 200 tickets without the guard", async () => {
    const event = await createEvent({ capacity: 50 });
    const crowd = await createCrowd(200);
    const free = await Promise.all(crowd.map(async () => ((await eventRow(event.id))?.allocated ?? 50) < 50));
    const answers = await Promise.all(
      crowd.map((holder, at) =>
        decide<string, string>(async (tx) =>
          free[at] ? requestUnguarded(tx, holder, event.id) : refuse("full"),
        ),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(200);
    expect(await counted(event.id)).toEqual([0, 200]);
  });

  it("of one attendee's twenty clicks ends with one ticket and one mail", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(ada, event.id)));
    const [ticket, ...more] = await ticketRows(event.id);
    expect(more).toEqual([]);
    expect(answers).toEqual(Array(20).fill({ ok: true, value: ticket?.id }));
    expect(await mails("ticket")).toHaveLength(1);
    expect(await counted(event.id)).toEqual([1, 1]);
  });

  it("of one attendee's twenty clicks for the last space is never refused as full", async () => {
    const [event, ada] = [await createEvent({ capacity: 1 }), await createUser()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(ada, event.id)));
    const [ticket] = await ticketRows(event.id);
    expect(answers).toEqual(Array(20).fill({ ok: true, value: ticket?.id }));
    expect(await counted(event.id)).toEqual([1, 1]);
  });
});
