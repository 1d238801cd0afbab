import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, type EventRow, testNow } from "@/tests/harness/factories";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { resendMail } from "./commands";
import { erased } from "./erased";
import { queueMail } from "./outbox";
import {
  countDeadMails,
  countQueues,
  findStoredMail,
  listDeadMails,
  listMailbox,
  mailboxPageSize,
} from "./queries";

withDatabase();

let event: EventRow;

beforeEach(async () => {
  event = await createEvent();
});

const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

/** Adds a mail about the event and returns its id. */
async function addMail(recipient: string, values: Partial<typeof outbox.$inferInsert>, at = testNow) {
  const facts = sampleFacts.ticket;
  await transaction(async (tx) => {
    await queueMail(tx, { kind: "ticket", recipient, dedupeKey: recipient, facts, eventId: event.id, at });
    await tx.update(outbox).set(values).where(eq(outbox.recipient, recipient));
  });
  const [row] = await reader().select().from(outbox).where(eq(outbox.recipient, recipient));
  if (!row) throw new Error("not queued");
  return row.id;
}

const dead = { state: "dead", attempts: 7, lastError: "550 no such user" } as const;

describe("sending a dead mail again", () => {
  it("queues it with all of its tries ahead", async () => {
    const mailId = await addMail("a@example.org", dead);
    const outcome = await decide((tx) =>
      resendMail(tx, { mailId, eventId: managedId(event.id), at: later(9) }),
    );
    expect(outcome.ok).toBe(true);
    const [row] = await reader().select().from(outbox);
    expect(row).toMatchObject({
      state: "queued",
      attempts: 0,
      lastError: null,
      dueAt: later(9),
      createdAt: later(9),
    });
    expect(await listDeadMails(managedId(event.id))).toEqual([]);
  });

  it("changes nothing when it is no longer dead", async () => {
    const mailId = await addMail("a@example.org", { state: "sent", attempts: 1, sentAt: testNow });
    expect(
      (await decide((tx) => resendMail(tx, { mailId, eventId: managedId(event.id), at: later(9) }))).ok,
    ).toBe(true);
    expect((await findStoredMail(mailId))?.state).toBe("sent");
  });

  it("refuses a mail of another event", async () => {
    const mailId = await addMail("a@example.org", dead);
    const other = await createEvent();
    const outcome = await decide((tx) =>
      resendMail(tx, { mailId, eventId: managedId(other.id), at: later(9) }),
    );
    expect(outcome).toEqual({ ok: false, reason: "not-found" });
    expect((await findStoredMail(mailId))?.state).toBe("dead");
  });
});

describe("lists of mail", () => {
  it("show organisers the dead mails of their event alone, newest first", async () => {
    await addMail("old@example.org", dead, later(1));
    await addMail("new@example.org", dead, later(2));
    await addMail("fine@example.org", { state: "sent" });
    const mails = await listDeadMails(managedId(event.id));
    expect(mails.map(({ recipient }) => recipient)).toEqual(["new@example.org", "old@example.org"]);
    expect(mails[0]).toEqual({
      id: expect.any(String),
      kind: "ticket",
      recipient: "new@example.org",
      lastError: "550 no such user",
      createdAt: later(2),
    });
    const quiet = await createEvent();
    expect(await listDeadMails(managedId(quiet.id))).toEqual([]);
    expect(await countDeadMails([event.id, quiet.id])).toEqual(new Map([[event.id, 2]]));
  });

  it("count dead mails until they are erased", async () => {
    await addMail("queued@example.org", { state: "queued" });
    await addMail("kept@example.org", dead);
    const old = await addMail("old@example.org", dead);
    expect(await countQueues()).toEqual({ queued: 1, dead: 2, mailings: 0 });
    await transaction(async (tx) => tx.update(outbox).set(erased).where(eq(outbox.id, old)));
    expect(await countQueues()).toEqual({ queued: 1, dead: 1, mailings: 0 });
  });

  it("show the mailbox newest first, a page at a time", async () => {
    await transaction(async (tx) => {
      for (let n = 0; n <= mailboxPageSize; n += 1) {
        const mail = { kind: "full" as const, recipient: `r${n}@example.org`, facts: sampleFacts.full };
        await queueMail(tx, { ...mail, dedupeKey: String(n), at: later(n) });
      }
    });
    const first = await listMailbox(1);
    expect(first.mails).toHaveLength(mailboxPageSize);
    expect(first.mails[0]?.recipient).toBe(`r${mailboxPageSize}@example.org`);
    expect(first.hasOlder).toBe(true);
    const second = await listMailbox(2);
    expect(second.mails.map(({ recipient }) => recipient)).toEqual(["r0@example.org"]);
    expect(second.hasOlder).toBe(false);
    expect(await findStoredMail("nothing-here")).toBeNull();
  });
});
