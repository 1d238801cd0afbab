import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { events, mailings, outbox, tickets, users } from "@/db/schema";
import { createEvent } from "@/lib/events/commands/create-event";
import { newEventInput } from "@/lib/events/input";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createTicket, createUser, type EventRow, testNow } from "@/tests/harness/factories";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { deliverDue } from "./deliver";
import { expandMailing } from "./mailings";
import { openTransport, type Transport } from "./transport";

withDatabase({ limitMs: 10_000 });

const hour = 3_600_000;
const startsAt = new Date("2030-02-01T18:00:00Z");
/** So many hours before the start. */
const hoursBefore = (hours: number) => new Date(startsAt.getTime() - hours * hour);

let smtp: SmtpHarness;
let transport: Transport;
beforeEach(async () => {
  smtp = await startSmtp();
  transport = openTransport(smtp.url);
});
afterEach(async () => {
  transport.close();
  await smtp.stop();
});

/** Announces an event that starts at `startsAt`. */
async function announce(at: Date): Promise<EventRow> {
  const actor = await createUser({ role: "organiser", name: "Grace Hopper" });
  const event = newEventInput.parse({
    ...{ name: "Folk Night", location: "The Great Hall", host: "Folk Club", description: "", contact: "" },
    ...{ date: "2030-02-01", time: "18:00", timeZone: "Europe/London", hours: "2", minutes: "0" },
    ...{ capacity: "100", draftId: "", revision: "0", pictureId: "" },
  });
  await decide((tx) => createEvent(tx, { actor, event, now: at }));
  const [row] = await reader().select().from(events);
  if (!row) throw new Error("The event was not created.");
  return row;
}

async function hold(event: EventRow, count: number) {
  const emails: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const email = `holder${n}@example.org`;
    await createTicket({ eventId: event.id, holderId: (await createUser({ email })).id });
    emails.push(email);
  }
  return emails;
}

const setEvent = (changes: Partial<EventRow>) => transaction(async (tx) => tx.update(events).set(changes));

async function expandAll(now: Date, limit = 3) {
  while (await expandMailing(now, limit));
}

async function send(now: Date) {
  await deliverDue({ now: () => now, transport, concurrency: 2 });
  return smtp.messages.splice(0);
}

const recipients = (mails: { envelopeTo: string[] }[]) =>
  mails.flatMap(({ envelopeTo }) => envelopeTo).sort();

describe("the reminder of an event", () => {
  it("comes once to each holder, 24 hours before the start, from two workers of which one is killed", async () => {
    const event = await announce(testNow);
    const emails = await hold(event, 10);
    await expandAll(new Date(hoursBefore(24).getTime() - 1));
    expect(await send(hoursBefore(24.5))).toEqual([]);
    // One worker ends between two batches, and its mails are on their way meanwhile.
    await expandMailing(hoursBefore(24), 3);
    const sent = await send(hoursBefore(24));
    expect(sent).toHaveLength(3);
    await Promise.all([expandAll(hoursBefore(23.9), 2), expandAll(hoursBefore(23.9), 3)]);
    await Promise.all(
      [1, 2].map(() => deliverDue({ now: () => hoursBefore(23.9), transport, concurrency: 2 })),
    );
    sent.push(...(await send(hoursBefore(23.9))));
    expect(recipients(sent)).toEqual(emails.sort());
    await expandAll(hoursBefore(1));
    expect(await send(hoursBefore(1))).toEqual([]);
    for (const mail of sent) {
      expect(mail.subject).toBe("Reminder: Folk Night");
      expect(mail.date).toEqual(hoursBefore(24));
      expect(mail.text).toContain("When\nFriday 1 February 2030, 18:00–20:00 GMT");
      expect(mail.text).toContain("If you cannot come");
      expect(mail.text).toMatch(/View ticket: http:\/\/localhost:3000\/tickets\/\w+/);
      expect(mail.text).toContain("Turn reminders off: http://localhost:3000/account");
      expect(mail.attachments.map(({ filename }) => filename)).toEqual(["folk-night.ics"]);
    }
  });

  it.each([
    [24, 1],
    [23.99, 0],
  ])("of one announced %d hours before it: %d", async (hours, mails) => {
    const event = await announce(hoursBefore(hours));
    await hold(event, 1);
    await expandAll(hoursBefore(0.1));
    expect(await send(hoursBefore(0.1))).toHaveLength(mails);
  });

  it("goes to who holds a ticket then, not to who gave one back, and to the ticket they hold", async () => {
    const event = await announce(testNow);
    const emails = await hold(event, 3);
    const void_ = { voidedAt: testNow, voidedBecause: "cancelled-by-holder" } as const;
    const cancelTicketOf = (email: string) =>
      transaction(async (tx) => {
        const [holder] = await tx.select().from(users).where(eq(users.email, email));
        await tx
          .update(tickets)
          .set(void_)
          .where(eq(tickets.holderId, holder?.id ?? ""));
        return holder?.id;
      });
    const [first = "", second = "", third = ""] = emails;
    await cancelTicketOf(first);
    await expandAll(hoursBefore(24));
    await cancelTicketOf(second);
    const again = await createTicket({ eventId: event.id, holderId: await cancelTicketOf(third) });
    const sent = await send(hoursBefore(24));
    expect(recipients(sent)).toEqual([third]);
    expect(sent[0]?.text).toContain(`/tickets/${again.id}`);
    const states = await reader().select({ to: outbox.recipient, state: outbox.state }).from(outbox);
    expect(states).toContainEqual({ to: second, state: "skipped" });
  });

  it("tells the new place after a move, also when it was queued before", async () => {
    const event = await announce(testNow);
    await hold(event, 2);
    await expandMailing(hoursBefore(24), 1);
    await setEvent({ location: "The Small Hall", revision: 1 });
    await expandAll(hoursBefore(24));
    const sent = await send(hoursBefore(24));
    expect(sent).toHaveLength(2);
    for (const { text, attachments } of sent) {
      expect(text).toContain("Where\nThe Small Hall");
      expect(attachments[0]?.content.toString()).toContain("LOCATION:The Small Hall");
    }
  });

  it("never comes once the event is cancelled, before or after it was queued", async () => {
    await hold(await announce(testNow), 4);
    await expandMailing(hoursBefore(24), 2);
    await setEvent({ cancelledAt: hoursBefore(24), allocated: 0 });
    await expandAll(hoursBefore(24));
    expect(await send(hoursBefore(24))).toEqual([]);
    expect(await reader().select().from(outbox)).toHaveLength(2);
    expect(await reader().select().from(mailings)).toMatchObject([{ doneAt: hoursBefore(24) }]);
  });

  it("never comes after the start, however late mail is", async () => {
    await hold(await announce(testNow), 4);
    await expandMailing(hoursBefore(24), 2);
    expect(await send(startsAt)).toEqual([]);
    await expandAll(startsAt);
    expect(await send(startsAt)).toEqual([]);
    expect(await reader().select().from(outbox)).toHaveLength(2);
  });

  it("does not come to who has turned reminders off, before or after it was queued", async () => {
    const [first = "", second = "", third = ""] = await hold(await announce(testNow), 3);
    const turnOff = (email: string) =>
      transaction(async (tx) => tx.update(users).set({ reminders: false }).where(eq(users.email, email)));
    await turnOff(first);
    await expandAll(hoursBefore(24));
    await turnOff(second);
    expect(recipients(await send(hoursBefore(24)))).toEqual([third]);
  });
});
