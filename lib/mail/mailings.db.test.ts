import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events, mailings, outbox } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, type EventRow, testNow } from "@/tests/harness/factories";
import { expandMailing, queueMailing } from "./mailings";
import { readMessage } from "./queries";

withDatabase({ limitMs: 10_000 });

const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

let event: EventRow;
let emails: string[];

async function holdTickets(count: number) {
  for (let n = 0; n < count; n += 1) {
    const holder = await createUser({ email: `holder${n}@example.org` });
    // Every two at the same time, so that a batch can end between them.
    const createdAt = new Date(testNow.getTime() + Math.floor(n / 2));
    await createTicket({ eventId: event.id, holderId: holder.id, createdAt });
    emails.push(holder.email);
  }
}

beforeEach(async () => {
  event = await createEvent({ capacity: 100 });
  emails = [];
  await holdTickets(7);
  await createTicket({ eventId: event.id, voidedAt: testNow });
  await createTicket({ eventId: (await createEvent()).id });
});

const setEvent = (changes: Partial<EventRow>) =>
  transaction(async (tx) => {
    await tx.update(events).set(changes).where(eq(events.id, event.id));
  });

const cancelled = { cancelledAt: testNow, cancelReason: "Storm", allocated: 0, revision: 1 };

const queueCancellation = async () => {
  await setEvent(cancelled);
  await transaction((tx) =>
    queueMailing(tx, { kind: "event-cancelled", eventId: event.id, facts: {}, at: testNow }),
  );
};

async function expandAll(limit: number) {
  let batches = 0;
  while (await expandMailing(later(1), limit)) batches += 1;
  return batches;
}

const recipients = async () =>
  (await reader().select().from(outbox)).map(({ recipient }) => recipient).sort();

describe("the mailing about a cancelled event", () => {
  beforeEach(queueCancellation);

  it("becomes one mail to each holder, not to those who had cancelled before", async () => {
    expect(await expandAll(3)).toBe(3);
    expect(await recipients()).toEqual(emails.toSorted());
    for (const mail of await reader().select().from(outbox)) {
      expect(mail).toMatchObject({ kind: "event-cancelled", dedupeKey: event.id, eventId: event.id });
      expect(readMessage(mail).facts).toMatchObject({
        name: "Ada Lovelace",
        reason: "Storm",
        event: { id: event.id, name: event.name, revision: 1 },
      });
      expect(mail.facts).not.toMatch(/capacity|allocated/);
    }
    expect(await reader().select().from(mailings)).toEqual([
      expect.objectContaining({ doneAt: later(1), dueAt: later(1) }),
    ]);
  });

  it.each([1, 2, 3])("goes on after a worker that ended when it had made %d batches", async (made) => {
    for (let batch = 0; batch < made; batch += 1) await expandMailing(later(1), 2);
    expect(await recipients()).toHaveLength(2 * made);
    await expandAll(2);
    expect(await recipients()).toEqual(emails.toSorted());
  });

  it("is divided between two workers that expand it at once", async () => {
    const batches = await Promise.all([expandAll(2), expandAll(2)]);
    expect(await recipients()).toEqual(emails.toSorted());
    expect(batches[0] + batches[1]).toBeGreaterThanOrEqual(4);
    expect(await expandMailing(later(2))).toBe(false);
  });

  it("takes turns with a mailing about another event", async () => {
    const other = await createEvent({ ...cancelled });
    const { id: holderId, email } = await createUser();
    await createTicket({ eventId: other.id, holderId });
    await transaction((tx) =>
      queueMailing(tx, { kind: "event-cancelled", eventId: other.id, facts: {}, at: later(0.5) }),
    );
    await expandMailing(later(1), 2);
    await expandMailing(later(1), 2);
    expect(await recipients()).toEqual([...emails.slice(0, 2), email].sort());
  });

  it("waits until it is due", async () => {
    expect(await expandMailing(later(-1))).toBe(false);
    expect(await recipients()).toEqual([]);
  });
});

it("without holders is done at once", async () => {
  event = await createEvent();
  await queueCancellation();
  expect(await expandAll(2)).toBe(1);
  expect(await recipients()).toEqual([]);
});

describe("the mailing about a new location", () => {
  const move = async (location: string) => {
    const [before] = await reader().select().from(events).where(eq(events.id, event.id));
    if (!before) throw new Error("no event");
    await setEvent({ location, revision: before.revision + 1 });
    const facts = { oldLocation: before.location };
    await transaction((tx) =>
      queueMailing(tx, { kind: "location-changed", eventId: event.id, facts, at: testNow }),
    );
  };

  it("goes to whoever holds a ticket when it is expanded, with the old location and no capacity", async () => {
    await move("The Small Hall");
    const { id: holderId, email } = await createUser();
    const { id: ticketId } = await createTicket({ eventId: event.id, holderId, createdAt: later(1) });
    await expandAll(3);
    expect(await recipients()).toEqual([...emails, email].sort());
    const [mail] = await reader().select().from(outbox).where(eq(outbox.recipient, email));
    if (!mail) throw new Error("no mail");
    expect(readMessage(mail)).toMatchObject({
      kind: "location-changed",
      facts: { ticketId, oldLocation: "The Great Hall", event: { location: "The Small Hall", revision: 1 } },
    });
    expect(mail.facts).not.toMatch(/capacity|allocated/);
  });

  it("ends when the event is cancelled meanwhile", async () => {
    await move("The Small Hall");
    await expandMailing(later(1), 2);
    await setEvent({ ...cancelled, revision: 2 });
    expect(await expandAll(2)).toBe(1);
    expect(await recipients()).toEqual(emails.slice(0, 2));
  });
});
