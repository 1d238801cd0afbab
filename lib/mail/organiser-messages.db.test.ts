import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events, outbox, tickets, waitingListEntries } from "@/db/schema";
import { sendMessage } from "@/lib/messages/commands/send-message";
import type { NewMessage } from "@/lib/messages/input";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { managed } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, type EventRow, testNow } from "@/tests/harness/factories";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { deliverDue } from "./deliver";
import { expandMailing } from "./mailings";
import { openTransport, type Transport } from "./transport";

withDatabase({ limitMs: 10_000 });

let smtp: SmtpHarness;
let transport: Transport;
let event: EventRow;
beforeEach(async () => {
  smtp = await startSmtp();
  transport = openTransport(smtp.url);
  event = await createEvent({ capacity: 100, contact: "folk@example.org" });
});
afterEach(async () => {
  transport.close();
  await smtp.stop();
});

async function hold(name: string) {
  const { id: holderId } = await createUser({ name, email: `${name.toLowerCase()}@example.org` });
  return createTicket({ eventId: event.id, holderId });
}

async function wait(place: number, name: string, until = event.startsAt) {
  const { id: userId } = await createUser({ name, email: `${name.toLowerCase()}@example.org` });
  const row = { id: newId(), eventId: event.id, userId, place, joinedAt: testNow, until };
  await transaction(async (tx) => tx.insert(waitingListEntries).values(row));
  return row;
}

const write = (change: Partial<NewMessage> = {}) => {
  const message: NewMessage = {
    ...{ messageId: newId(), audience: "holders", subject: "Doors open at <seven>" },
    ...{ body: "Bring a coat & <b>scarf</b>.\nIt is cold.\n\nGrace", ...change },
  };
  return decide((tx) =>
    managed(sendMessage)(tx, { actor: { id: event.createdBy }, eventId: event.id, message, now: testNow }),
  );
};

async function expandAll(limit = 2) {
  while (await expandMailing(testNow, limit));
}

async function receive() {
  await deliverDue({ now: () => testNow, transport, concurrency: 2 });
  return smtp.messages.splice(0);
}

const recipients = (mails: { envelopeTo: string[] }[]) =>
  mails.flatMap(({ envelopeTo }) => envelopeTo).sort();

const setEvent = (changes: Partial<EventRow>) =>
  transaction(async (tx) => tx.update(events).set(changes).where(eq(events.id, event.id)));

describe("a message of organisers", () => {
  it("is one mail to each holder with the words as typed, and replies go to the event's contact", async () => {
    const { id: ticketId } = await hold("Ada");
    await hold("Bob");
    await write();
    await expandAll(1);
    const sent = await receive();
    expect(recipients(sent)).toEqual(["ada@example.org", "bob@example.org"]);
    const [ada] = sent.filter(({ envelopeTo }) => envelopeTo.includes("ada@example.org"));
    expect(ada?.subject).toBe("Doors open at <seven>");
    expect(ada?.replyTo?.value[0]?.address).toBe("folk@example.org");
    expect(ada?.text).toContain("Hello Ada,\n\nBring a coat & <b>scarf</b>.\nIt is cold.\n\nGrace\n");
    expect(ada?.text).toContain(`View ticket: http://localhost:3000/tickets/${ticketId}`);
    expect(ada?.html).toContain("Bring a coat &amp; &lt;b&gt;scarf&lt;/b&gt;.<br/>It is cold.");
    expect(await receive()).toEqual([]);
  });

  it("is not stored again for each recipient", async () => {
    await hold("Ada");
    await write();
    await expandAll();
    const [queued] = await reader().select().from(outbox);
    expect(queued?.facts).not.toContain("scarf");
    await receive();
    const [sent] = await reader().select().from(outbox);
    expect(sent).toMatchObject({ kind: "message", state: "sent" });
    expect(sent?.facts).not.toContain("scarf");
  });

  it("goes to who holds a ticket when it is sent: not to who gave it back, but to who got one later", async () => {
    const before = await hold("Ada");
    const queued = await hold("Bob");
    await write();
    const giveBack = (id: string) =>
      transaction(async (tx) => {
        const void_ = { voidedAt: testNow, voidedBecause: "cancelled-by-holder" } as const;
        await tx.update(tickets).set(void_).where(eq(tickets.id, id));
      });
    await giveBack(before.id);
    await hold("Cid");
    await expandAll();
    await giveBack(queued.id);
    expect(recipients(await receive())).toEqual(["cid@example.org"]);
    const [skipped] = await reader().select().from(outbox).where(eq(outbox.state, "skipped"));
    expect(skipped?.recipient).toBe("bob@example.org");
  });

  it("goes to the waiting list in its own words, not to who has left it", async () => {
    await wait(1, "Ada");
    const { id } = await wait(2, "Bob");
    await wait(3, "Cid");
    await wait(4, "Dot", testNow);
    await hold("Eve");
    await write({ audience: "waiting" });
    await expandAll();
    await transaction(async (tx) => {
      const left = { endedAt: testNow, endedBecause: "left" } as const;
      await tx.update(waitingListEntries).set(left).where(eq(waitingListEntries.id, id));
    });
    const sent = await receive();
    expect(recipients(sent)).toEqual(["ada@example.org", "cid@example.org"]);
    expect(sent[0]?.text).toContain("because you are on the waiting list of this event");
    expect(sent[0]?.text).toContain(`View event: http://localhost:3000/events/${event.id}`);
    expect(sent[0]?.text).not.toContain("/tickets/");
  });

  it("tells the place as it is when it is sent", async () => {
    await hold("Ada");
    await write();
    await expandAll();
    await setEvent({ location: "The Small Hall", revision: 1 });
    expect((await receive())[0]?.text).toContain("Where\nThe Small Hall");
  });

  it("ends when the event is cancelled, before or after its mails were queued", async () => {
    for (const name of ["Ada", "Bob", "Cid"]) await hold(name);
    await write();
    await expandMailing(testNow, 2);
    await setEvent({ cancelledAt: testNow, allocated: 0 });
    await expandAll();
    expect(await receive()).toEqual([]);
    expect(await reader().select().from(outbox)).toHaveLength(2);
  });

  it("stays apart from another one to the same people", async () => {
    for (const name of ["Ada", "Bob", "Cid"]) await hold(name);
    await write({ subject: "First" });
    await expandMailing(testNow, 2);
    await write({ subject: "Second" });
    await expandAll();
    expect((await receive()).map(({ subject }) => subject).sort()).toEqual([
      "First",
      "First",
      "First",
      "Second",
      "Second",
      "Second",
    ]);
  });
});
