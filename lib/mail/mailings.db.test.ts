import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events, mailings, outbox, tickets } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, type EventRow, testNow } from "@/tests/harness/factories";
import { runUncommitted } from "@/tests/harness/lock";
import { deliverDue } from "./deliver";
import { expandMailing, queueMailing } from "./mailings";
import { type MailFacts, readQueued } from "./messages";
import type { OutgoingMail } from "./transport";

const database = withDatabase({ limitMs: 10_000 });

const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

let event: EventRow;
/** The addresses of holders, in order of their tickets' ids. */
let emails: string[];

async function holdTickets(count: number) {
  const byTicket: [id: string, email: string][] = [];
  for (let n = 0; n < count; n += 1) {
    const holder = await createUser({ email: `holder${n}@example.org` });
    const createdAt = new Date(testNow.getTime() + n);
    const { id } = await createTicket({ eventId: event.id, holderId: holder.id, createdAt });
    byTicket.push([id, holder.email]);
  }
  emails = byTicket.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, email]) => email);
}

beforeEach(async () => {
  event = await createEvent({ capacity: 100 });
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
      expect(readQueued(mail).facts).toMatchObject({
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

  it("tells nobody how many asked for a ticket before them: all have one date, in a random order", async () => {
    const queued: string[] = [];
    for (let minute = 1; minute <= 4; minute += 1) {
      await expandMailing(later(minute), 2);
      const all = (await recipients()).map(String);
      queued.push(...all.filter((email) => !queued.includes(email)).sort());
    }
    const inTurn = [emails.slice(0, 2), emails.slice(2, 4), emails.slice(4, 6), emails.slice(6)];
    expect(queued).toEqual(inTurn.flatMap((batch) => batch.sort()));
    const dates = (await reader().select().from(outbox)).map(({ createdAt }) => createdAt);
    expect(dates).toEqual(Array(7).fill(testNow));
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
    expect(readQueued(mail)).toMatchObject({
      kind: "location-changed",
      facts: { ticketId, oldLocation: "The Great Hall", event: { location: "The Small Hall", revision: 1 } },
    });
    expect(mail.facts).not.toMatch(/capacity|allocated/);
  });

  const said = async (index = 0) => {
    const [row] = (
      await reader()
        .select()
        .from(outbox)
        .where(eq(outbox.recipient, emails[index] ?? ""))
    ).slice(-1);
    return row && (readQueued(row).facts as MailFacts["location-changed"]);
  };

  /** A mail server that takes every mail. */
  function openSink() {
    const taken: { id: string; to: string; text: string }[] = [];
    const transport = {
      send: async ({ id, recipient, text }: OutgoingMail) => {
        taken.push({ id, to: recipient, text });
      },
      verify: async () => true,
    };
    const send = async (now: Date) => {
      await deliverDue({ now: () => now, transport, concurrency: 3 });
      return taken.splice(0);
    };
    return { transport, send };
  }

  it("is one mail to each holder for 30 changes, and tells the newest location", async () => {
    for (let n = 1; n <= 30; n += 1) {
      await move(`Hall ${n}`);
      if (n % 10 === 0) await expandMailing(later(1), 3);
    }
    await expandAll(3);
    const sent = await openSink().send(later(1));
    expect(sent.map(({ to }) => to).sort()).toEqual(emails.toSorted());
    for (const { text } of sent) {
      expect(text).toContain("Old location: The Great Hall");
      expect(text).toContain("New location: Hall 30");
    }
    expect(await expandMailing(later(1))).toBe(false);
  });

  it("is a second mail for a change after the first one was sent, from the location told first", async () => {
    const sink = openSink();
    await move("Hall 1");
    await expandAll(3);
    const first = await sink.send(later(1));
    expect(first).toHaveLength(7);
    await move("Hall 2");
    expect(await sink.send(later(2))).toEqual([]);
    await expandAll(3);
    const sent = await sink.send(later(2));
    expect(sent).toHaveLength(7);
    for (const { text } of sent) expect(text).toMatch(/Old location: Hall 1\s+New location: Hall 2/);
    const dates = (await reader().select().from(outbox)).map(({ createdAt }) => createdAt);
    expect(dates).toEqual(Array(7).fill(testNow));
    // With the same Message-ID, mail programs would hide the second.
    expect(new Set([...first, ...sent].map(({ id }) => id)).size).toBe(14);
    expect(await reader().select().from(outbox)).toHaveLength(7);
  });

  it("is not sent again for a change that a mail has told before its mailing was expanded", async () => {
    const sink = openSink();
    await move("Hall 1");
    await expandAll(3);
    await move("Hall 2");
    const sent = await sink.send(later(1));
    expect(sent.every(({ text }) => text.includes("New location: Hall 2"))).toBe(true);
    await expandAll(3);
    expect(await sink.send(later(2))).toEqual([]);
  });

  it("is sent again when the event moves while the first one is on its way", async () => {
    const sink = openSink();
    await move("Hall 1");
    await expandAll(3);
    let isFirst = true;
    const slow = {
      ...sink.transport,
      send: async (mail: OutgoingMail) => {
        await sink.transport.send(mail);
        if (!isFirst) return;
        isFirst = false;
        await move("Hall 2");
        await expandAll(3);
      },
    };
    await deliverDue({ now: () => later(1), transport: slow, concurrency: 1 });
    const sent = await sink.send(later(1));
    expect(sent.filter(({ text }) => text.includes("New location: Hall 1"))).toHaveLength(1);
    expect(sent.filter(({ text }) => text.includes("New location: Hall 2"))).toHaveLength(7);
  });

  it("is sent again when the first one is marked while the second change is expanded", async () => {
    await move("Hall 1");
    await expandAll(10);
    await move("Hall 2");
    const isFirst = `recipient = '${emails[0]}'`;
    const mark = await runUncommitted(database.url, `update outbox set state = 'sent' where ${isFirst}`);
    const expanded = expandAll(10);
    await mark.whenAwaited(1);
    await mark.commit();
    await expanded;
    const [mail] = await reader()
      .select()
      .from(outbox)
      .where(eq(outbox.recipient, emails[0] ?? ""));
    expect(mail?.state).toBe("queued");
    const facts = { oldLocation: "Hall 1", event: { location: "Hall 2" } };
    expect(mail && readQueued(mail).facts).toMatchObject(facts);
  });

  it("names no old location when the event has moved back", async () => {
    await move("Hall 1");
    await expandAll(3);
    await move("The Great Hall");
    const [mail] = await openSink().send(later(1));
    expect(mail?.text).toContain("New location: The Great Hall");
    expect(mail?.text).not.toContain("Old location");
  });

  it("is skipped for a ticket that was cancelled meanwhile, and for all when the event was", async () => {
    await move("Hall 1");
    await expandAll(3);
    const ticketId = (await said())?.ticketId ?? "";
    const given = { voidedAt: testNow, voidedBecause: "cancelled-by-holder" } as const;
    await transaction(async (tx) => {
      await tx.update(tickets).set(given).where(eq(tickets.id, ticketId));
      await tx
        .update(outbox)
        .set({ dueAt: later(5) })
        .where(eq(outbox.recipient, emails[6] ?? ""));
    });
    expect(await openSink().send(later(1))).toHaveLength(5);
    await setEvent(cancelled);
    expect(await openSink().send(later(5))).toEqual([]);
    const skipped = await reader().select().from(outbox).where(eq(outbox.state, "skipped"));
    expect(skipped.map(({ recipient }) => recipient).sort()).toEqual([emails[0], emails[6]].sort());
  });

  it("ends when the event is cancelled meanwhile", async () => {
    await move("The Small Hall");
    await expandMailing(later(1), 2);
    await setEvent({ ...cancelled, revision: 2 });
    expect(await expandAll(2)).toBe(1);
    expect(await recipients()).toEqual(emails.slice(0, 2).sort());
  });
});
