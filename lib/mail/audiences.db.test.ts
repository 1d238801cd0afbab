import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { type mailings, users, waitingListEntries } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import {
  createCheckIn,
  createEvent,
  createTicket,
  createUser,
  type EventRow,
  testNow,
} from "@/tests/harness/factories";
import { type Audience, countPeople, listNextPeople } from "./audiences";

withDatabase();

const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

let event: EventRow;
/** The ids of tickets in order of request. */
let tickets: string[];

beforeEach(async () => {
  event = await createEvent();
  tickets = [];
  for (const name of ["Ada", "Bea", "Cid", "Dot", "Eli"]) {
    const { id: holderId } = await createUser({ name, email: `${name}@example.org` });
    tickets.push((await createTicket({ eventId: event.id, holderId })).id);
  }
  const { id: holderId } = await createUser({ name: "Void" });
  await createTicket({ eventId: event.id, holderId, voidedAt: testNow });
  await createTicket({ eventId: (await createEvent()).id });
});

const checkIn = (id: string, given = {}) =>
  createCheckIn({ id, eventId: event.id }, { id: event.createdBy }, given);

const undone = { state: "undone", undoneAt: testNow };

async function wait(place: number, name: string, given: Partial<typeof waitingListEntries.$inferInsert>) {
  const { id: userId } = await createUser({ name });
  const row = { id: newId(), eventId: event.id, userId, place, joinedAt: testNow, until: later(60) };
  await transaction(async (tx) => tx.insert(waitingListEntries).values({ ...row, ...given }));
}

/** The names in batches, as the worker reads them. */
async function batches(audience: Audience, limit: number) {
  const found: string[][] = [];
  const mailing: typeof mailings.$inferSelect = {
    ...{ id: newId(), kind: "message", eventId: event.id, facts: "{}" },
    ...{ createdAt: testNow, dueAt: testNow, doneAt: null, lastTicketId: null, lastPlace: null },
  };
  for (;;) {
    const people = await transaction((tx) => listNextPeople(tx, { audience, mailing, limit, now: later(1) }));
    if (people.length === 0) return found;
    found.push(people.map(({ name }) => name));
    mailing.lastTicketId = people.at(-1)?.ticketId ?? null;
    mailing.lastPlace = people.at(-1)?.place ?? null;
  }
}

describe("the audience of a mailing", () => {
  it("is everybody with a ticket that is not void, each once", async () => {
    for (const limit of [1, 2, 10])
      expect((await batches("holders", limit)).flat().sort()).toEqual(["Ada", "Bea", "Cid", "Dot", "Eli"]);
    expect((await batches("holders", 3)).map(({ length }) => length)).toEqual([3, 2]);
  });

  it("is everybody who is checked in, not those whose check-in was undone", async () => {
    const [ada = "", bea = "", , dot = ""] = tickets;
    await checkIn(ada, undone);
    await checkIn(ada);
    await checkIn(bea, undone);
    await checkIn(dot);
    expect((await batches("checked-in", 1)).flat().sort()).toEqual(["Ada", "Dot"]);
  });

  it("is everybody on the waiting list in its order, whose time has not passed", async () => {
    await wait(3, "Third", {});
    await wait(1, "First", {});
    await wait(2, "Gone", { endedAt: testNow, endedBecause: "left" });
    await wait(4, "Late", { until: later(1) });
    await wait(5, "Fifth", {});
    await wait(1, "Elsewhere", { eventId: (await createEvent()).id });
    expect(await batches("waiting", 2)).toEqual([["First", "Third"], ["Fifth"]]);
  });

  it("is counted as it is listed, without accounts that were deleted and tickets that lost their holder", async () => {
    const count = (audience: Audience) =>
      countPeople(reader(), { audience, eventId: event.id, now: later(1) });
    const { id } = await createTicket({ eventId: event.id });
    await transaction(async (tx) =>
      tx.update(schema.tickets).set({ holderId: null }).where(eq(schema.tickets.id, id)),
    );
    expect(await count("holders")).toBe(5);
    for (const ticket of tickets.slice(0, 2)) await checkIn(ticket);
    await wait(1, "First", {});
    await wait(2, "Second", {});
    await transaction(async (tx) =>
      tx
        .update(users)
        .set({ email: null })
        .where(inArray(users.name, ["Ada", "First"])),
    );
    for (const [audience, names] of [
      ["holders", ["Bea", "Cid", "Dot", "Eli"]],
      ["checked-in", ["Bea"]],
      ["waiting", ["Second"]],
    ] as const) {
      expect((await batches(audience, 10)).flat().sort()).toEqual(names);
      expect(await count(audience), audience).toBe(names.length);
    }
  });
});
