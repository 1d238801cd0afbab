import { and, count, eq, lt, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, testNow } from "@/tests/harness/factories";
import { type Db, reader, transaction } from "./client";
import { events, tickets, users } from "./schema";

withDatabase();

const spaces = 100;

async function createAttendees(number: number) {
  const rows = Array.from({ length: number }, () => newId()).map((id) => ({
    id,
    name: "Ada",
    email: `${id}@example.org`,
    passwordHash: "none",
    role: "attendee" as const,
    emailVerifiedAt: testNow,
    createdAt: testNow,
  }));
  await transaction(async (tx) => tx.insert(users).values(rows));
  return rows.map((row) => row.id);
}

const addTicket = (tx: Db, eventId: string, holderId: string) =>
  tx
    .insert(tickets)
    .values({ id: newId(), eventId, holderId, code: newId(), searchText: "ada", createdAt: testNow });

const claim = (eventId: string, holderId: string) =>
  transaction(async (tx) => {
    const [space] = await tx
      .update(events)
      .set({ allocated: sql`${events.allocated} + 1` })
      .where(and(eq(events.id, eventId), lt(events.allocated, events.capacity)))
      .returning({ id: events.id });
    if (!space) return "full";
    await addTicket(tx, eventId, holderId);
    return "ticket";
  });

const ticketsOf = (db: Db, eventId: string) =>
  db.select({ issued: count() }).from(tickets).where(eq(tickets.eventId, eventId));

it("gives exactly 100 of 100 spaces to 2,000 simultaneous requests", async () => {
  const event = await createEvent({ capacity: spaces });
  const attendees = await createAttendees(2000);
  const answers = await Promise.all(attendees.map((holderId) => claim(event.id, holderId)));
  expect(answers.filter((answer) => answer === "ticket")).toHaveLength(spaces);
  expect(answers.filter((answer) => answer === "full")).toHaveLength(2000 - spaces);
  const [{ issued } = { issued: 0 }] = await ticketsOf(reader(), event.id);
  const [row] = await reader().select().from(events).where(eq(events.id, event.id));
  expect([issued, row?.allocated]).toEqual([spaces, spaces]);
});

it("oversells without the guard, when tickets are counted before the insert", async () => {
  const event = await createEvent({ capacity: spaces });
  const attendees = await createAttendees(300);
  const counted = await Promise.all(attendees.map(() => ticketsOf(reader(), event.id)));
  await Promise.all(
    attendees.map((holderId, at) =>
      transaction(async (tx) => {
        const [{ issued } = { issued: 0 }] = counted[at] ?? [];
        if (issued < spaces) await addTicket(tx, event.id, holderId);
      }),
    ),
  );
  const [{ issued } = { issued: 0 }] = await ticketsOf(reader(), event.id);
  expect(issued).toBe(300);
});

it("refuses overselling by a check constraint even without the guard", async () => {
  const event = await createEvent({ capacity: 1, allocated: 1 });
  const unguarded = transaction(async (tx) =>
    tx
      .update(events)
      .set({ allocated: sql`${events.allocated} + 1` })
      .where(eq(events.id, event.id)),
  );
  await expect(unguarded).rejects.toSatisfy((error: Error) =>
    /events_never_oversold/.test(`${error.message} ${error.cause}`),
  );
});

it("gives an attendee one active ticket for any number of simultaneous requests", async () => {
  const event = await createEvent();
  const [holderId = ""] = await createAttendees(1);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => transaction((tx) => addTicket(tx, event.id, holderId))),
  );
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
});
